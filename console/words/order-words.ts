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

/** `audio: source_missing`, as logs and the command line have it. */
export const causeCode = ({ code, role }: Cause): string => (role ? `${role}: ${code}` : code);

const actors: Readonly<Record<OrderTimeline['outstanding'][number]['who'], string>> = {
  customer: 'the customer',
  keepsake: 'Keepsake',
  payment_provider: 'the payment provider',
  operator: 'you',
};

const tasks: Readonly<Record<string, string>> = {
  pay: 'pays the order',
  migrate: 'starts the migration',
  finish_migration: 'finishes the migration',
  finish_compensation: 'finishes removing the copies',
  remove_copies: 'remove the copies that are left',
  look_for_late_copies: 'looks for late copies',
  announce: 'announces the end of the migration',
  refund: 'refunds the payment',
  review_payment: 'decide on the payment that is held',
};

/** One task that is left, and whose it is: `the payment provider refunds the payment (key …)`. */
export const outstandingText = (task: OrderTimeline['outstanding'][number]): string => {
  const { who, what, roles, idempotencyKey, paymentId } = task;
  const details = [
    roles && roles.length > 0 ? `files: ${roles.join(', ')}` : undefined,
    idempotencyKey && `key ${idempotencyKey}`,
    paymentId && `payment ${paymentId}`,
  ].filter(Boolean);
  const detail = details.length > 0 ? ` (${details.join('; ')})` : '';
  return `${actors[who]} ${tasks[what] ?? what.replaceAll('_', ' ')}${detail}`;
};

const events: Readonly<Record<string, string>> = {
  created: 'Order placed',
  payment_accepted: 'Payment accepted',
  payment_held: 'Payment held for review',
  migration_started: 'Migration started',
  completed: 'Files kept',
  taken_over: 'Dead execution taken over',
  compensation_started: 'Removing copies',
  compensated: 'Copies removed',
  compensation_failed: 'Copies could not be removed',
  retry_due: 'Another attempt is due',
  announced: 'Announced on the bus',
  swept: 'Looked for late copies',
  refund_stopped: 'Refund stopped by an operator',
  retry_requested: 'Another attempt requested',
  refund_requested: 'Refund requested',
};

/** An event of an order's timeline in words. */
export const eventText = (event: string): string => events[event] ?? event.replaceAll('_', ' ');

const badEvents: ReadonlySet<string> = new Set(['compensation_failed']);
const warningEvents: ReadonlySet<string> = new Set(['payment_held', 'taken_over', 'retry_due']);

/** How an event of a timeline is marked. */
export const eventType = (event: string, hasCause: boolean): StateWords['type'] => {
  if (hasCause || badEvents.has(event)) return 'error';
  return warningEvents.has(event) ? 'warning' : 'success';
};

type FileStatus = OrderTimeline['files'][number]['status'];

const fileStates: Readonly<Record<FileStatus, StateWords | { text: string; type: 'stopped' }>> = {
  pending: { text: 'waiting', type: 'pending' },
  copying: { text: 'being copied', type: 'in-progress' },
  copied: { text: 'copied', type: 'in-progress' },
  verified: { text: 'kept', type: 'success' },
  skipped: { text: 'skipped', type: 'stopped' },
  failed: { text: 'failed', type: 'error' },
  removed: { text: 'removed', type: 'stopped' },
};

/** The state of one file of an order. */
export const fileState = (status: FileStatus) => fileStates[status];
