import type { Alert } from '../../shared/ports.ts';
import type { FailureCode } from '../../storage/model/failure.ts';
import type { Failure, Order, OrderEvent, OrderFile, OrderWithFiles, Run } from './order.ts';
import { noted } from './order-history.ts';
import { isPaidBack } from './order-refunds.ts';
import { paymentOf } from './order-transitions.ts';
import { isOwed } from './order-undo.ts';

/** How a failed attempt ends: another one, or the refund. */
export type FailureVerdict = { decision: 'retry' | 'refund'; order: Order; alert: Alert };

/** Executions that die are taken over this often in one attempt; then a person has to look. */
const maxRecoveries = 3;

/**
 * Causes that another attempt may well not meet again; corruption is among them, so a bad copy is
 * made again, a bounded number of times.
 */
const retryableCodes: ReadonlySet<FailureCode> = new Set([
  'interrupted',
  'unavailable',
  'checksum_mismatch',
  'metadata_mismatch',
]);
const corruptionCodes: ReadonlySet<FailureCode> = new Set([
  'checksum_mismatch',
  'metadata_mismatch',
]);

const unavailable: Failure = {
  code: 'unavailable',
  message: 'A step kept failing; nothing is wrong with the files as far as is known.',
};

/** Decides how a compensated attempt ends. Idempotent, in case the answer was lost. */
export const failAttempt = (
  current: OrderWithFiles,
  run: Run,
  policy: { maxAttempts: number; now: string },
): FailureVerdict => {
  const { order, files } = current;
  const cause = order.migration.error && order.refund ? order.migration.error : causeOf(current);
  const status = files.some((file) => isOwed(file, run.attempt)) ? 'compensation_failed' : 'failed';
  const alert = alertFor(order, cause, status);
  if (order.migration.attempt > run.attempt) return { decision: 'retry', order, alert };
  if (order.migration.status === status && order.refund)
    return { decision: 'refund', order, alert };
  const mayRetry =
    status === 'failed' &&
    !order.refund &&
    retryableCodes.has(cause.code) &&
    run.attempt < policy.maxAttempts;
  if (mayRetry)
    return { decision: 'retry', order: anotherAttempt(order, cause, policy.now), alert };
  return { decision: 'refund', order: refund(order, cause, status, policy.now), alert };
};

const causeOf = ({ order, files }: OrderWithFiles): Failure => {
  const failures = files
    .filter((file) => isFailureOf(file, order))
    .flatMap(({ failure }) => failure ?? []);
  const final = [...(order.migration.error ? [order.migration.error] : []), ...failures].find(
    ({ code }) => !retryableCodes.has(code),
  );
  return final ?? failures[0] ?? order.migration.error ?? unavailable;
};

/** A skipped file has a failure, too, but does not fail the order. */
const isFailureOf = ({ attempt, status }: OrderFile, order: Order): boolean =>
  attempt === order.migration.attempt && status !== 'skipped';

type FailedStatus = 'failed' | 'compensation_failed';

const alertFor = (order: Order, cause: Failure, status: FailedStatus): Alert => {
  const reason = cause.role ? `${cause.role}: ${cause.message}` : cause.message;
  const money = isPaidBack(order) ? 'The payment went back before.' : 'Refund requested.';
  const left = status === 'failed' ? '' : ' Copies are left behind; run the compensation again.';
  return {
    kind: alertKind(cause, status),
    orderId: order.orderId,
    message: `${reason} ${money}${left}`,
  };
};

const alertKind = ({ code }: Failure, status: FailedStatus): Alert['kind'] => {
  if (status === 'compensation_failed') return status;
  return corruptionCodes.has(code) ? 'corruption' : 'migration_failed';
};

const anotherAttempt = (order: Order, cause: Failure, now: string): Order => {
  const attempt = order.migration.attempt + 1;
  return {
    ...ended(order, 'retry_due', cause, now),
    migration: { status: 'pending', attempt, recoveries: 0, error: cause },
    announcement: {
      detailType: 'OrderMigrationRetryRequested',
      detail: { orderId: order.orderId, attempt },
    },
  };
};

const ended = (
  order: Order,
  event: 'compensated' | 'compensation_failed' | 'retry_due',
  cause: Failure,
  at: string,
): Order => {
  const { attempt, runId } = order.migration;
  return noted(order, { at, event, attempt, ...(runId !== undefined && { runId }), cause });
};

/** Ends the attempt with a refund on record. Refund and announcement are written once. */
const refund = (order: Order, cause: Failure, status: FailedStatus, now: string): Order => ({
  ...ended(order, status === 'failed' ? 'compensated' : status, cause, now),
  status: 'refund_requested',
  migration: { ...order.migration, status, error: cause, completedAt: now },
  refund: order.refund ?? {
    idempotencyKey: refundKey(order),
    reason: cause.code,
    requestedAt: now,
  },
  ...(!order.refund && { announcement: failedEvent(order, cause.message) }),
});

/** One idempotency key per payment, so that every request for a refund is the same request. */
const refundKey = (order: Order): string =>
  `refund-${order.orderId}-${order.payment?.paymentId ?? 'unpaid'}`;

const failedEvent = (order: Order, reason: string): OrderEvent => ({
  detailType: 'OrderMigrationFailed',
  detail: {
    orderId: order.orderId,
    attempt: order.migration.attempt,
    reason,
    ...paymentOf(order),
    refund: { requested: !isPaidBack(order), idempotencyKey: refundKey(order) },
  },
});

/** An execution that ended without an end: how it ended, and what that means. */
export const deathCauses = {
  FAILED: { code: 'interrupted', message: 'The workflow failed outside its own error handling.' },
  TIMED_OUT: { code: 'interrupted', message: 'The workflow ran out of time.' },
  ABORTED: { code: 'aborted', message: 'The workflow was stopped by an operator.' },
} as const satisfies Record<string, Failure>;

/**
 * Hands an order whose execution died to a compensating run. `run` is undefined if the order
 * belongs to another execution, or its retry budget is spent.
 */
export const takeOver = (
  order: Order,
  runId: string,
  cause: Failure,
  now: string,
): { order: Order; run?: Run } => {
  const { status, attempt, recoveries } = order.migration;
  if (!isHolder(order, runId) || !['pending', 'migrating', 'compensating'].includes(status))
    return { order };
  if (recoveries >= maxRecoveries)
    return { order: refund(order, cause, 'compensation_failed', now) };
  const run: Run = {
    orderId: order.orderId,
    attempt,
    runId: `${order.orderId}-${attempt}-undo-${recoveries + 1}`,
  };
  const taken: Order = {
    ...order,
    migration: {
      ...order.migration,
      status: 'compensating',
      runId: run.runId,
      recoveries: recoveries + 1,
      error: cause,
    },
  };
  return {
    run,
    order: noted(taken, { at: now, event: 'taken_over', attempt, runId: run.runId, cause }),
  };
};

const isHolder = ({ orderId, migration }: Order, runId: string): boolean =>
  migration.runId === runId ||
  (migration.runId === undefined && runId === `${orderId}-${migration.attempt}`);
