import { may } from '../sessions/model/powers.ts';
import type { Caller } from '../sessions/model/session.ts';
import type { Uploads } from '../uploads/ports.ts';
import { visibleOrder } from './get-order.ts';
import type { OrderWithFiles } from './model/order.ts';
import { operatorTimeline, ownerTimeline } from './model/order-timeline.ts';
import type { Orders } from './ports.ts';
import { awaitedUploads } from './receive-payment.ts';

type Deps = { orders: Orders; uploads: Pick<Uploads, 'findMany'> };

/**
 * An order's events: complete for operators, and for its owner the events that concern the owner.
 * Says which files a paid order waits for. Throws `NotFound`.
 */
export const orderTimeline = async (deps: Deps, caller: Caller, orderId: string) => {
  const current = await visibleOrder(deps, caller, orderId);
  const tell = may(caller, 'read') ? operatorTimeline : ownerTimeline;
  return tell(current, await awaitedIds(deps, current));
};

/** Ids of the uploads that the order's migration waits for. Reads no upload of another order. */
const awaitedIds = async (
  { uploads }: Deps,
  { order, files }: OrderWithFiles,
): Promise<ReadonlySet<string>> => {
  if (order.status !== 'paid' || order.migration.status !== 'pending') return new Set();
  const { awaited } = await awaitedUploads(uploads, files);
  return new Set(awaited.map(({ uploadId }) => uploadId));
};
