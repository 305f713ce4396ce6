import type { ProviderNews, SentWebhook } from './model/provider-news.ts';

/**
 * One payment provider, as the receiver of its webhooks needs it. `read` answers the news in a
 * webhook: none if it tells nothing about a payment of ours. The iteration may throw `InvalidInput`
 * after the news that could be understood. Throws `NotSignedIn` if the webhook is
 * not proven to be the provider's, `InvalidInput` if it cannot be understood, `TransientFault` if
 * the provider or the secret cannot be asked now.
 */
export interface PaymentWebhooks {
  read(webhook: SentWebhook): Promise<Iterable<ProviderNews>>;
}

/** Remembers which news has been published. Forgotten news is published again. */
export interface ToldNews {
  has(key: string): Promise<boolean>;
  add(key: string, keepUntil: Date): Promise<void>;
}
