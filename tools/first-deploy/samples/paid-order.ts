import type { OrderView } from '../../../core/orders/model/order-view.ts';
import { listenerOf } from '../stage/listener.ts';
import { oncePerStage } from '../stage/once-per-stage.ts';
import { pay } from './payment.ts';
import { ended, placeTestOrder, type TestOrder } from './test-order.ts';

/** The order most checks look at, as it ended. */
export const paidOrderOf = oncePerStage(async (stage): Promise<TestOrder & { kept: OrderView }> => {
  await listenerOf(stage);
  const placed = await placeTestOrder(stage);
  // Twice at once: providers and EventBridge deliver at least once.
  await pay(stage, placed.order, 2);
  return { ...placed, kept: await ended(placed) };
});
