import type { Order, OrderWithFiles } from './order.ts';
import { isRefunded, refundStateOf } from './order-refunds.ts';
import { isOwed } from './order-undo.ts';

/** Whose task it is. */
export const taskOwners = ['customer', 'keepsake', 'payment_provider', 'operator'] as const;

/** Everything that may be left to do for an order. */
export const tasks = [
  'pay',
  'await_files',
  'migrate',
  'finish_migration',
  'finish_compensation',
  'remove_copies',
  'look_for_late_copies',
  'announce',
  'refund',
  'review_payment',
  'answer_dispute',
] as const;

/** One thing that is still to be done for an order, and by whom. */
export type Outstanding = {
  who: (typeof taskOwners)[number];
  what: (typeof tasks)[number];
  /** The files concerned, by role. */
  roles?: string[];
  /** The refund's key, for the payment provider's books. */
  idempotencyKey?: string;
  /** A payment that waits for a person: it is held, or the customer's bank disputes it. */
  paymentId?: string;
  /** The event that has not been announced yet. */
  detailType?: string;
};

/** Ids of uploads that a paid order waits for; empty where the caller did not look them up. */
const nobodyLooked: ReadonlySet<string> = new Set();

/**
 * The tasks that an order still needs, most pressing first. A refund stays on the list until the
 * provider has told that it settled.
 */
export const outstandingOf = (
  current: OrderWithFiles,
  awaited: ReadonlySet<string> = nobodyLooked,
): Outstanding[] => {
  const { announcement, heldPayments } = current.order;
  const unsaid: Outstanding[] = announcement
    ? [{ who: 'keepsake', what: 'announce', detailType: announcement.detailType }]
    : [];
  const held = heldPayments
    .filter(({ paymentId, settledAt }) => !settledAt && !isRefunded(current.order, paymentId))
    .map(({ paymentId }): Outstanding => ({ who: 'operator', what: 'review_payment', paymentId }));
  return [
    ...ofWaiting(current, awaited),
    ...ofStatus(current),
    ...unsaid,
    ...held,
    ...ofDisputes(current.order),
  ];
};

/** The migration of a paid order begins once its files have come in and were checked. */
const ofWaiting = (
  { order, files }: OrderWithFiles,
  awaited: ReadonlySet<string>,
): Outstanding[] => {
  if (order.status !== 'paid' || order.migration.status !== 'pending') return [];
  const roles = files.filter(({ uploadId }) => awaited.has(uploadId)).map(({ role }) => role);
  return roles.length === 0 ? [] : [{ who: 'keepsake', what: 'await_files', roles }];
};

const ofStatus = (current: OrderWithFiles): Outstanding[] => {
  const { order } = current;
  if (order.status === 'awaiting_payment') return [{ who: 'customer', what: 'pay' }];
  if (order.status === 'paid') return [{ who: 'keepsake', what: ofPaid(order) }];
  return order.status === 'refund_requested' ? ofRefund(current) : [];
};

const ofPaid = ({ migration: { status } }: Order): Outstanding['what'] => {
  if (status === 'compensating') return 'finish_compensation';
  return status === 'migrating' ? 'finish_migration' : 'migrate';
};

const ofRefund = ({ order, files }: OrderWithFiles): Outstanding[] => {
  const { migration, sweptAt } = order;
  const roles = files.filter((file) => isOwed(file, migration.attempt)).map(({ role }) => role);
  const left: Outstanding[] =
    migration.status === 'compensation_failed'
      ? [{ who: 'operator', what: 'remove_copies', roles }]
      : [];
  const sweep: Outstanding[] =
    sweptAt === undefined ? [{ who: 'keepsake', what: 'look_for_late_copies' }] : [];
  return [...left, ...refundLeft(order), ...sweep];
};

/** A refund that the provider refused is an operator's to make another way. */
const refundLeft = (order: Order): Outstanding[] => {
  const state = refundStateOf(order);
  if (state === 'settled') return [];
  const who = state === 'refused' ? 'operator' : 'payment_provider';
  const { refund } = order;
  return [{ who, what: 'refund', ...(refund && { idempotencyKey: refund.idempotencyKey }) }];
};

/** Providers want an answer by a deadline, once for each payment. */
const ofDisputes = ({ disputes = [] }: Order): Outstanding[] => {
  const open = disputes.filter(({ status }) => status === 'open');
  return [...new Set(open.map(({ paymentId }) => paymentId))].map((paymentId) => ({
    who: 'operator',
    what: 'answer_dispute',
    paymentId,
  }));
};
