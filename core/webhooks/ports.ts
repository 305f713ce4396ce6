import type { Stretch } from '../shared/model/stretch.ts';
import type { Delivery, DeliveryQuery, Webhook } from './model/webhook.ts';

/** Sends webhooks to the stage's endpoints, signed. */
export interface WebhookSender {
  /**
   * Returns the HTTP status. Throws `TransientFault` where there was no answer, `InvalidInput` for
   * an endpoint that may not be asked, such as one in a private network, and `NotFound` for one
   * that the stage does not have.
   */
  send(webhook: Webhook): Promise<number>;
}

/** One record per event and endpoint, about the last try. */
export interface Deliveries {
  save(delivery: Delivery, keepUntil: Date): Promise<void>;
  /** Idempotent. */
  erase(deliveryId: string): Promise<void>;
  /** Consistent. */
  find(deliveryId: string): Promise<Delivery | undefined>;
  /**
   * Last tried first; `next` when there are more. A page may be short. Eventually consistent. Those
   * of `endpoints`, unless the query names a subject.
   */
  list(
    query: DeliveryQuery & { endpoints: readonly string[] },
    stretch: Stretch,
  ): Promise<{ entries: Delivery[]; next?: string }>;
}
