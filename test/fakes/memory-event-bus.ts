import type { Announcement } from '../../core/model/order.ts';
import type { EventBus } from '../../core/ports.ts';

/** Keeps what was announced. */
export class MemoryEventBus implements EventBus {
  readonly published: Announcement[] = [];

  async publish(event: Announcement): Promise<void> {
    this.published.push(structuredClone(event));
  }
}
