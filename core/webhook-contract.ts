/** The contract between infrastructure and code about webhooks. Types and constants only. */

/** An endpoint of the shop, and the detail-types that it hears of. */
export type WebhookEndpoint = {
  name: string;
  url: string;
  secretName: string;
  events: readonly string[];
};

/**
 * Receives of a message before it parks: 11 doubling pauses of 2.8 hours in all, then every two
 * hours, make 24 hours.
 */
export const mostAttempts = 23;
