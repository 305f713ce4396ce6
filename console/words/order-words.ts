import type { OrderSummary, OrderTimeline } from '@keepsake/client/operator';

/** How a state is shown: its word, and the kind of Cloudscape's status indicator. */
export type StateWords = {
  text: string;
  type: 'success' | 'error' | 'warning' | 'pending' | 'in-progress';
};

type State = Pick<OrderSummary, 'status' | 'migration'>;

/** An order's state as one word: status and migration together. */
export const orderState = ({ status, migration }: State): StateWords => {
  if (status === 'awaiting_payment') return { text: 'awaiting payment', type: 'pending' };
  if (status === 'completed') return { text: 'completed', type: 'success' };
  if (status === 'paid') return { text: 'migrating', type: 'in-progress' };
  return migration.status === 'compensation_failed'
    ? { text: 'copies left', type: 'warning' }
    : { text: 'failed', type: 'error' };
};

/** Whether an order changes by itself soon. */
export const isOrderRunning = ({ status }: State): boolean => status === 'paid';

/** Whether an order has failed and may be tried again. */
export const isFailed = ({ status }: Pick<State, 'status'>): boolean =>
  status === 'refund_requested';

type Refund = NonNullable<OrderSummary['refund']>;

const refundStates: Readonly<Record<Refund['state'], StateWords>> = {
  requested: { text: 'requested', type: 'in-progress' },
  settled: { text: 'settled', type: 'success' },
  refused: { text: 'refused by the payment provider', type: 'error' },
};

/** A refund's state, as the payment provider reported it. */
export const refundState = ({ state }: Pick<Refund, 'state'>): StateWords => refundStates[state];

type Cause = { code: string; message: string; role?: string };

const causes: Readonly<Record<string, string>> = {
  source_missing: 'The file is no longer in temporary storage.',
  source_changed: 'The file in temporary storage changed after it was checked.',
  destination_conflict: 'Another object already has the permanent key.',
  checksum_mismatch: 'The copy’s bytes are not those of the original.',
  metadata_mismatch: 'The copy’s size, type or owner is not that of the original.',
  interrupted: 'The migration was ended from outside.',
  aborted: 'The migration was ended from outside.',
  unavailable: 'Storage or a table did not answer long enough.',
};

/** Why an order or a file failed, in words. */
export const causeText = ({ code, message }: Cause): string => causes[code] ?? message;

const gone =
  'Another attempt fails the same way, unless the customer sends the file again and it is put in ' +
  'its place under Files. Else let the refund stand: the customer orders anew.';

const advices: Readonly<Record<string, string>> = { source_missing: gone, source_changed: gone };

/** What helps against a cause that another attempt meets again; undefined for any other. */
export const causeAdvice = ({ code }: Pick<Cause, 'code'>): string | undefined => advices[code];

/** `audio: source_missing`, as logs and the command line have it. */
export const causeCode = ({ code, role }: Cause): string => (role ? `${role}: ${code}` : code);

type Task = OrderTimeline['outstanding'][number];

const actors: Readonly<Record<Task['who'], string>> = {
  customer: 'the customer',
  keepsake: 'Keepsake',
  payment_provider: 'the payment provider',
  operator: 'you',
};

type Doer = 'other' | 'you';

const doings: Readonly<Record<Task['what'], Readonly<Record<Doer, string>>>> = {
  pay: { other: 'pays the order', you: 'pay the order' },
  await_files: {
    other: 'waits for files that are on their way or being checked',
    you: 'wait for files that are on their way or being checked',
  },
  migrate: { other: 'starts the migration', you: 'start the migration' },
  finish_migration: { other: 'finishes the migration', you: 'finish the migration' },
  finish_compensation: {
    other: 'finishes removing the copies',
    you: 'finish removing the copies',
  },
  remove_copies: {
    other: 'removes the copies that are left',
    you: 'remove the copies that are left',
  },
  look_for_late_copies: { other: 'looks for late copies', you: 'look for late copies' },
  announce: {
    other: 'announces the end of the migration',
    you: 'announce the end of the migration',
  },
  refund: {
    other: 'refunds the payment',
    you: 'refund the payment another way: the provider refused it',
  },
  review_payment: {
    other: 'decides on the payment that is held',
    you: 'decide on the payment that is held',
  },
  answer_dispute: {
    other: 'answers the dispute at the payment provider',
    you: 'answer the dispute at the payment provider, before its deadline',
  },
};

/** One task that is left, and whose it is: `the payment provider refunds the payment (key …)`. */
export const outstandingText = (task: Task): string => {
  const { who, what, roles, idempotencyKey, paymentId } = task;
  const details = [
    roles && roles.length > 0 ? `files: ${roles.join(', ')}` : undefined,
    idempotencyKey && `key ${idempotencyKey}`,
    paymentId && `payment ${paymentId}`,
  ].filter(Boolean);
  const detail = details.length > 0 ? ` (${details.join('; ')})` : '';
  const doing = doings[what][who === 'operator' ? 'you' : 'other'];
  return `${actors[who]} ${doing}${detail}`;
};

type EventName = OrderTimeline['events'][number]['event'];

const events: Readonly<Record<EventName, StateWords>> = {
  created: { text: 'Order placed', type: 'success' },
  payment_accepted: { text: 'Payment accepted', type: 'success' },
  payment_held: { text: 'Payment held for review', type: 'warning' },
  migration_started: { text: 'Migration started', type: 'success' },
  completed: { text: 'Files kept', type: 'success' },
  taken_over: { text: 'Dead execution taken over', type: 'warning' },
  compensation_started: { text: 'Attempt failed, removing copies', type: 'error' },
  compensated: { text: 'Copies removed', type: 'success' },
  compensation_failed: { text: 'Copies could not be removed', type: 'error' },
  retry_due: { text: 'Another attempt is due', type: 'warning' },
  announced: { text: 'Announced on the bus', type: 'success' },
  swept: { text: 'Looked for late copies', type: 'success' },
  refund_stopped: { text: 'Refund stopped by an operator', type: 'success' },
  file_replaced: { text: 'File replaced', type: 'success' },
  retry_requested: { text: 'Another attempt requested', type: 'success' },
  refund_requested: { text: 'Refund requested', type: 'success' },
  refund_settled: { text: 'Refund settled', type: 'success' },
  refund_refused: { text: 'Refund refused by the payment provider', type: 'error' },
  payment_disputed: { text: 'Payment disputed by the customer’s bank', type: 'error' },
  dispute_won: { text: 'Dispute won', type: 'success' },
  dispute_lost: { text: 'Dispute lost, the money went back', type: 'error' },
};

/** An event of an order's timeline in words. */
export const eventText = (event: EventName): string => events[event].text;

/** How an event of a timeline is marked. */
export const eventType = (event: EventName): StateWords['type'] => events[event].type;

type FileStatus = OrderTimeline['files'][number]['status'];

const fileStates: Readonly<Record<FileStatus, StateWords | { text: string; type: 'stopped' }>> = {
  pending: { text: 'waiting', type: 'pending' },
  copying: { text: 'being copied', type: 'in-progress' },
  copied: { text: 'copied', type: 'in-progress' },
  verified: { text: 'verified', type: 'success' },
  skipped: { text: 'skipped', type: 'stopped' },
  failed: { text: 'failed', type: 'error' },
  removed: { text: 'removed', type: 'stopped' },
};

/** The state of one file. A verified copy is kept once its order is completed, not before. */
export const fileState = (status: FileStatus, order: Pick<State, 'status'>) =>
  status === 'verified' && order.status === 'completed'
    ? { text: 'kept', type: 'success' as const }
    : fileStates[status];
