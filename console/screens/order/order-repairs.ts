import type { OrderTimeline } from '@keepsake/client/operator';
import { causeAdvice } from '../../words/order-words.ts';

type State = Pick<OrderTimeline, 'status' | 'migration' | 'refunded'>;

/** Why the order's state forbids a retry; undefined if it allows one. The API decides. */
export const whyNoRetry = ({ status, migration, refunded }: State): string | undefined => {
  if (status === 'awaiting_payment') return 'The order is not paid. Its payment starts it.';
  if (status === 'completed') return 'The order is completed. There is nothing to try again.';
  if (migration.status === 'migrating')
    return 'The order is being worked on. If its execution is dead, remove its copies.';
  if (migration.status === 'compensation_failed')
    return 'Copies of the last attempt are left. Remove them first.';
  if (refunded) return 'The order was refunded, in part or whole. The customer orders again.';
  return undefined;
};

type File = OrderTimeline['files'][number];

/** Why a file cannot be replaced now, as far as the order's state tells. */
export const whyNoReplacement = (order: OrderTimeline, file: File): string | undefined => {
  const { status, migration } = order;
  if (status === 'completed') return 'The order is completed. Its files stay.';
  if (migration.status === 'migrating')
    return 'The order is being worked on. Replace the file if that fails.';
  if (migration.status === 'compensation_failed')
    return 'Copies of the last attempt are left. Remove them first.';
  if (mayBeCopiedLate(order, file))
    return 'A copy of it may still come late. It can be replaced two hours after the failure.';
  return undefined;
};

/** A copy that storage finishes late lies under the key of the file that it is a copy of. */
const mayBeCopiedLate = (
  { outstanding, undone = [] }: Pick<OrderTimeline, 'outstanding' | 'undone'>,
  { role, permanentKey }: File,
): boolean =>
  outstanding.some(({ what }) => what === 'look_for_late_copies') &&
  (permanentKey !== undefined || undone.some((one) => one.role === role));

/** Why there is nothing to remove, as far as its state tells; undefined if there may be. */
export const whyNoCompensation = ({ status, migration }: State): string | undefined => {
  if (migration.status === 'migrating' || status === 'refund_requested') return undefined;
  return status === 'completed'
    ? 'The order is completed: its copies are what the customer paid for.'
    : 'No copy has been made yet.';
};

/** A required file whose bytes are lost: each attempt fails until it is replaced. */
export const lostFile = ({ files }: Pick<OrderTimeline, 'files'>): File | undefined =>
  files.find(({ required, failure }) => required && failure && causeAdvice(failure));

/** Roles of which a copy may be left. A file that failed before its copy was made has none. */
export const rolesWithCopies = ({ files }: Pick<OrderTimeline, 'files'>): string[] =>
  files.flatMap(({ role, permanentKey }) => (permanentKey === undefined ? [] : [role]));
