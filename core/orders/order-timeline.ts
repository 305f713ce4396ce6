import { may } from '../sessions/model/powers.ts';
import type { Caller } from '../sessions/model/session.ts';
import { readOrder } from './change-order.ts';
import { getOrder } from './get-order.ts';
import { operatorTimeline, ownerTimeline } from './model/order-timeline.ts';
import type { Orders } from './ports.ts';

/**
 * An order's events: complete for operators, and for its owner the events that concern the owner.
 * Throws `NotFound`.
 */
export const orderTimeline = async (deps: { orders: Orders }, caller: Caller, orderId: string) =>
  may(caller, 'read')
    ? operatorTimeline(await readOrder(deps.orders, orderId))
    : ownerTimeline(await getOrder(deps, caller, orderId));
