import { describe, expect, it } from '@jest/globals';
import type { BusEvent, EventBus } from '../../../core/shared/ports.ts';

type Subject = {
  bus: EventBus /** The next event a listener of the bus sees. */;
  received(): Promise<unknown>;
};

/** Contract tests of every event bus. */
export function describeEventBus(name: string, makeSubject: () => Promise<Subject>): void {
  describe(`${name} as EventBus`, () => {
    it('delivers the announcement to those who listen', async () => {
      const { bus, received } = await makeSubject();
      const announcement: BusEvent = {
        detailType: 'OrderMigrationRetryRequested',
        detail: { orderId: 'ord_1', attempt: 2 },
      };
      await bus.publish(announcement);
      expect(await received()).toEqual(announcement);
    });
  });
}
