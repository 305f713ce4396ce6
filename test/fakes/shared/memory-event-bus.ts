import type { BusEvent, EventBus } from '../../../core/shared/ports.ts';

/** Keeps what was announced. */
export class MemoryEventBus implements EventBus {
  readonly published: BusEvent[] = [];

  async publish(event: BusEvent): Promise<void> {
    this.published.push(structuredClone(event));
  }
}
