/** The contract between infrastructure and code about webhooks. Types and constants only. */

/** An endpoint of the shop, as the sender is told of it. */
export type WebhookEndpoint = { name: string; url: string; secretName: string };

/**
 * Receives of a message before it parks: 11 doubling pauses of 2.8 hours in all, then every two
 * hours, make 24 hours.
 */
export const mostAttempts = 23;
