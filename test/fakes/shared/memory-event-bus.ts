import type { BusEvent, EventBus } from '../../../core/shared/ports.ts';
import { busEvents } from '../../../openapi/events/event-schemas.ts';

/** Keeps what was announced. Throws for a detail that differs from its published schema. */
export class MemoryEventBus implements EventBus {
  readonly published: BusEvent[] = [];

  async publish(event: BusEvent): Promise<void> {
    const schema = busEvents[event.detailType]?.detail;
    if (!schema) throw new Error(`${event.detailType} has no schema in openapi/events.`);
    schema.parse(JSON.parse(JSON.stringify(event.detail)));
    this.published.push(structuredClone(event));
  }
}
