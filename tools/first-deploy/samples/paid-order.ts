import type { OrderView } from '../../../core/orders/model/order-view.ts';
import { expectFound } from '../check.ts';
import { listenerOf } from '../stage/listener.ts';
import { oncePerStage } from '../stage/once-per-stage.ts';
import { pay } from './payment.ts';
import { ended, placeTestOrder, type TestOrder } from './test-order.ts';

/** The version that a role of an order is copied from. Throws `CheckFailed` if there is none. */
export const sourceOf = ({ uploads }: TestOrder, role: string) => {
  const { key, versionId } = expectFound(`the upload as ${role}`, uploads.get(role));
  return { key, versionId: expectFound(`the version of ${role}`, versionId) };
};

/** The version that an order keeps of a file. Throws `CheckFailed` if there is none. */
export const keptOf = ({ role, permanentKey, versionId }: OrderView['files'][number]) => ({
  key: expectFound(`the permanent key of ${role}`, permanentKey),
  versionId: expectFound(`the kept version of ${role}`, versionId),
});

/** The order most checks look at, as it ended. */
export const paidOrderOf = oncePerStage(async (stage): Promise<TestOrder & { kept: OrderView }> => {
  await listenerOf(stage);
  const placed = await placeTestOrder(stage);
  // Twice at once: providers and EventBridge deliver at least once.
  await pay(stage, placed.order, 2);
  return { ...placed, kept: await ended(placed) };
});
