import { AttemptSuperseded, FilesNotVerified } from '../../errors.ts';
import { sameAmount } from '../../shared/model/money.ts';
import type { Order, OrderEvent, OrderFile, OrderWithFiles, Run } from './order.ts';
import { noted } from './order-history.ts';
import { isRefundAwaited } from './order-refunds.ts';
import { isSwept } from './order-sweep.ts';
import type { Payment } from './payment.ts';

/** Effect of a payment on its order: start migrating, hold for an operator, or nothing new. */
export type PaymentVerdict = 'start' | 'held' | 'known';

/** Holds a payment whose id has paid another order: one payment must not pay twice. */
export const holdUsedPayment = (
  order: Order,
  payment: Payment,
  now: string,
): { verdict: PaymentVerdict; order: Order } =>
  isKnown(order, payment)
    ? { verdict: 'known', order }
    : { verdict: 'held', order: hold(order, payment, 'paid_another_order', now) };

const isKnown = ({ payment, heldPayments }: Order, { paymentId }: Payment): boolean =>
  payment?.paymentId === paymentId || heldPayments.some((held) => held.paymentId === paymentId);

type HeldReason = Order['heldPayments'][number]['reason'];

const hold = (order: Order, payment: Payment, reason: HeldReason, now: string): Order => ({
  ...order,
  heldPayments: [
    ...order.heldPayments,
    { paymentId: payment.paymentId, amount: payment.amount, reason, receivedAt: now },
  ],
});

/** The first payment of the right amount pays; any other is held and starts nothing. */
export const acceptPayment = (
  order: Order,
  payment: Payment,
  now: string,
): { verdict: PaymentVerdict; order: Order } => {
  if (order.payment?.paymentId === payment.paymentId)
    return { verdict: order.migration.status === 'pending' ? 'start' : 'known', order };
  if (isKnown(order, payment)) return { verdict: 'known', order };
  if (order.payment) return { verdict: 'held', order: hold(order, payment, 'second_payment', now) };
  if (!sameAmount(order.amount, payment.amount))
    return { verdict: 'held', order: hold(order, payment, 'amount_mismatch', now) };
  return { verdict: 'start', order: pay(order, payment, now) };
};

const pay = (order: Order, payment: Payment, now: string): Order => ({
  ...order,
  status: 'paid',
  payment: { paymentId: payment.paymentId, amount: payment.amount, receivedAt: now },
  migration: { status: 'pending', attempt: 1, recoveries: 0 },
});

/** The first execution of an attempt; its name makes starting it idempotent. */
export const firstRun = ({ orderId, migration: { attempt } }: Order): Run => ({
  orderId,
  attempt,
  runId: `${orderId}-${attempt}`,
});

/** Throws unless this run is migrating the order: late duplicates must touch nothing. */
export const assertMigrating = (order: Order, run: Run): void => {
  if (order.migration.status !== 'migrating' || !isClaimedBy(order, run))
    throw superseded(order, run);
};

const isClaimedBy = ({ migration }: Order, run: Run): boolean =>
  migration.attempt === run.attempt && migration.runId === run.runId;

const superseded = (order: Order, run: Run): AttemptSuperseded =>
  new AttemptSuperseded(
    `Order ${order.orderId} is ${order.migration.status} in attempt ` +
      `${order.migration.attempt}; run ${run.runId} must stop.`,
    {
      context: { orderId: order.orderId, runId: run.runId, status: order.migration.status },
    },
  );

/** `pending` becomes `migrating`, held by this run. A repeated claim changes nothing. */
export const claim = (order: Order, run: Run, now: string): Order => {
  const { status, attempt } = order.migration;
  if (status === 'migrating' && isClaimedBy(order, run)) return order;
  if (status !== 'pending' || attempt !== run.attempt) throw superseded(order, run);
  const { error: _ofAnEarlierAttempt, ...migration } = order.migration;
  const claimed: Order = {
    ...order,
    migration: { ...migration, status: 'migrating', runId: run.runId, startedAt: now },
  };
  return noted(claimed, { at: now, event: 'migration_started', attempt, runId: run.runId });
};

/** Done with, in this attempt: proven equal, or rightly left out. */
export const isSettled = (file: OrderFile, attempt: number): boolean =>
  file.attempt === attempt && (file.status === 'verified' || file.status === 'skipped');

/** The payment as its provider needs it to capture, void or refund. */
export const paymentOf = ({ payment }: Order) =>
  payment && { payment: { paymentId: payment.paymentId, amount: payment.amount } };

/** `migrating` becomes `completed`. Throws if a file lacks proof or the run lost the order. */
export const complete = ({ order, files }: OrderWithFiles, run: Run, now: string): Order => {
  if (order.migration.status === 'completed' && isClaimedBy(order, run)) return order;
  assertMigrating(order, run);
  const open = files.filter((file) => !isSettled(file, run.attempt)).map(({ role }) => role);
  if (open.length > 0)
    throw new FilesNotVerified(`Order ${order.orderId}: ${open.join(', ')} not verified.`, {
      context: { orderId: order.orderId, open },
    });
  const { error: _settled, ...migration } = order.migration;
  const completed: Order = {
    ...order,
    status: 'completed',
    migration: { ...migration, status: 'completed', completedAt: now },
    announcement: completedEvent(order, files),
  };
  return noted(completed, { at: now, event: 'completed', attempt: run.attempt, runId: run.runId });
};

const completedEvent = (order: Order, files: readonly OrderFile[]): OrderEvent => ({
  detailType: 'OrderMigrationCompleted',
  detail: {
    orderId: order.orderId,
    attempt: order.migration.attempt,
    ...paymentOf(order),
    files: files.map(
      ({ role, uploadId, status, permanentKey, versionId, sizeBytes, sha256, verifiedBy }) =>
        status === 'skipped'
          ? { role, uploadId, status }
          : { role, uploadId, status, permanentKey, versionId, sizeBytes, sha256, verifiedBy },
    ),
  },
});

/** True for what only the reconciler would notice if a function or an event got lost. */
export const needsAttention = (order: Order): boolean => {
  const { status, announcement } = order;
  return (
    announcement !== undefined ||
    status === 'paid' ||
    (status === 'refund_requested' && (!isSwept(order) || isRefundAwaited(order)))
  );
};
