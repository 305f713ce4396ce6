import { MemoryEventBus } from '../../fakes/shared/memory-event-bus.ts';
import { describeEventBus } from './describe-event-bus.ts';

describeEventBus('MemoryEventBus', async () => {
  const bus = new MemoryEventBus();
  return { bus, received: async () => bus.published.shift() };
});
