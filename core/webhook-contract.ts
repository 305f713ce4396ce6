/** The contract between infrastructure and code about webhooks. Types and constants only. */

/** An endpoint of the shop, and the detail-types that it hears of. */
export type WebhookEndpoint = {
  name: string;
  url: string;
  secretName: string;
  events: readonly string[];
};

/** Receives before a message parks: 11 doubling pauses, then every two hours, for 24 hours. */
export const mostAttempts = 23;
