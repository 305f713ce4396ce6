import type { Stretch } from '../../../core/shared/model/stretch.ts';
import {
  type Delivery,
  type DeliveryQuery,
  deliveryPosition,
  isWantedDelivery,
} from '../../../core/webhooks/model/webhook.ts';
import type { Deliveries } from '../../../core/webhooks/ports.ts';

export class MemoryDeliveries implements Deliveries {
  readonly #all = new Map<string, Delivery>();

  constructor(...deliveries: readonly Delivery[]) {
    for (const delivery of deliveries) this.#all.set(delivery.deliveryId, delivery);
  }

  async save(delivery: Delivery): Promise<void> {
    this.#all.set(delivery.deliveryId, delivery);
  }

  async erase(deliveryId: string): Promise<void> {
    this.#all.delete(deliveryId);
  }

  async find(deliveryId: string): Promise<Delivery | undefined> {
    return this.#all.get(deliveryId);
  }

  async list(
    query: DeliveryQuery & { endpoints: readonly string[] },
    { limit, after = '~' }: Stretch,
  ): Promise<{ entries: Delivery[]; next?: string }> {
    const below = [...this.#all.values()]
      .filter((each) => isWantedDelivery(each, query) && deliveryPosition(each) < after)
      .filter(({ endpoint }) => query.subject !== undefined || query.endpoints.includes(endpoint))
      .sort((a, b) => (deliveryPosition(a) > deliveryPosition(b) ? -1 : 1));
    const entries = below.slice(0, limit);
    const last = entries.at(-1);
    return { entries, ...(below.length > limit && last && { next: deliveryPosition(last) }) };
  }
}
