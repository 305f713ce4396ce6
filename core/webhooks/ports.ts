import type { Delivery, Webhook } from './model/webhook.ts';

/** Sends webhooks to the stage's endpoints, signed. */
export interface WebhookSender {
  /**
   * Answers the HTTP status. Throws `TransientFault` where there was no answer, `InvalidInput` for
   * an endpoint that may not be asked: one in a private network, or that the stage has no more.
   */
  send(webhook: Webhook): Promise<number>;
}

/** One record for each event and endpoint; the last try is what it tells. */
export interface Deliveries {
  save(delivery: Delivery, keepUntil: Date): Promise<void>;
  find(endpoint: string, id: string): Promise<Delivery | undefined>;
}
