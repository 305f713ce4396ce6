import { OrderRefused } from '../../errors.ts';
import type { Order } from './order.ts';
import { noted } from './order-history.ts';
import { refundedOf } from './order-refunds.ts';
import { isSweeping } from './order-sweep.ts';

/**
 * An operator's request for another attempt. `refundStopped`: the operator confirmed that the
 * provider will not pay the refund out.
 */
export type RetryWanted = { refundStopped: boolean };

/**
 * Another attempt for a failed order, or the attempt that a paid one waits for. Throws
 * `OrderRefused` where files could be committed or refunded twice.
 */
export const retryByOperator = (order: Order, wanted: RetryWanted, now: Date): Order => {
  if (order.status === 'awaiting_payment')
    throw refused(order, 'is not paid. Its payment starts it.');
  if (order.status === 'completed')
    throw refused(order, 'is completed. There is nothing to try again.');
  if (order.status === 'paid' && order.migration.status === 'pending') return order;
  if (order.status === 'paid')
    throw refused(order, 'is being worked on. If its execution is dead, compensate it.');
  const why = objection(order, wanted, now);
  if (why !== undefined) throw refused(order, why);
  return anotherAttempt(order, now);
};

const refused = ({ orderId, status, migration }: Order, why: string): OrderRefused =>
  new OrderRefused(`Order ${orderId} ${why}`, {
    context: { orderId, status, migration: migration.status },
  });

/** Why a failed order cannot be tried again now; `undefined` when it can. */
const objection = (order: Order, { refundStopped }: RetryWanted, now: Date): string | undefined => {
  if (order.migration.status === 'compensation_failed')
    return 'still has copies that could not be removed. Compensate it first.';
  if (order.migration.status !== 'failed')
    return 'is being compensated. Try again when that has ended.';
  if (order.announcement)
    return 'has not announced its failure yet. Try again in a minute, or reconcile.';
  if (isSweeping(order, now)) return 'is being searched for late copies. Try again in a minute.';
  if (order.payment && refundedOf(order, order.payment.paymentId))
    return 'was refunded, in part or whole. Let the customer order again.';
  if (order.disputes?.some((one) => isLost(one, order)))
    return 'lost its payment to a dispute. Let the customer order again.';
  if (!refundStopped)
    return (
      'has its refund requested, and it may have been paid out. Stop the refund at the ' +
      'provider, then say that it is stopped.'
    );
  return undefined;
};

const isLost = (
  { paymentId, status }: NonNullable<Order['disputes']>[number],
  { payment }: Order,
): boolean => status === 'lost' && paymentId === payment?.paymentId;

/**
 * The earlier refund request is withdrawn. If this attempt fails as well, the refund is requested
 * again under the same key.
 */
const anotherAttempt = (order: Order, now: Date): Order => {
  const { refund: _stopped, sweptAt: _ofTheLastFailure, sweepingSince: _expired, ...rest } = order;
  const [at, attempt] = [now.toISOString(), order.migration.attempt + 1];
  const stopped = noted(rest, { at, event: 'refund_stopped', attempt: order.migration.attempt });
  return noted(
    { ...stopped, status: 'paid', migration: { status: 'pending', attempt, recoveries: 0 } },
    { at, event: 'retry_requested', attempt },
  );
};

/** Compensating by hand: take over a dead execution, or look for remaining copies. */
export type CompensationWay = 'take_over' | 'sweep';

/** Throws `OrderRefused` where there is nothing to undo. */
export const wayToCompensate = (order: Order): CompensationWay => {
  const { status, migration } = order;
  if (migration.status === 'migrating' || migration.status === 'compensating') return 'take_over';
  if (status === 'refund_requested') return 'sweep';
  throw refused(order, `is ${status.replaceAll('_', ' ')}. There is nothing to undo.`);
};
