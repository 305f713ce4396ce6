import type { End } from './end-state.ts';

const keptFile = (role: string): End['files'][number] => ({
  role,
  status: 'verified',
  versions: 1,
  onRecord: true,
  everyByte: true,
  source: true,
});

/** Every byte is kept once and on record, and every listener received the completion. */
export const completed: End = {
  status: 'completed',
  migration: 'completed',
  unsent: 'nothing',
  refund: false,
  files: [keptFile('photo'), keptFile('video')],
  unfinishedParts: 0,
  told: ['OrderMigrationCompleted'],
  meanings: 1,
  alerted: [],
};

const gone = { versions: 0, onRecord: false, everyByte: false };

/**
 * The video’s bytes were erased: nothing is left in permanent storage, the refund is asked for, the
 * operators know.
 */
export const refunded: End = {
  status: 'refund_requested',
  migration: 'failed',
  unsent: 'nothing',
  refund: true,
  files: [
    { role: 'photo', status: 'removed', ...gone, source: true },
    { role: 'video', status: 'failed', ...gone, source: false },
  ],
  unfinishedParts: 0,
  told: ['OrderMigrationFailed'],
  meanings: 1,
  alerted: ['migration_failed'],
};

const isKept = ({ status, versions, onRecord, everyByte, source }: End['files'][number]): boolean =>
  status === 'verified' && versions === 1 && onRecord && everyByte && source;

const isTold = ({ told, meanings, unsent }: End, event: string): boolean =>
  told.join() === event && meanings === 1 && unsent === 'nothing';

/**
 * Completed or refunded, without leftovers. Alerts on the way do not matter, but no refund comes
 * without one.
 */
export const isAnEnd = (end: End): boolean => {
  const { status, migration, refund, files, unfinishedParts, alerted } = end;
  if (unfinishedParts > 0) return false;
  if (status === 'completed')
    return (
      migration === 'completed' &&
      !refund &&
      files.every(isKept) &&
      isTold(end, 'OrderMigrationCompleted')
    );
  const nothingKept = files.every(({ versions, onRecord }) => versions === 0 && !onRecord);
  return (
    status === 'refund_requested' &&
    migration === 'failed' &&
    refund &&
    nothingKept &&
    alerted.length > 0 &&
    isTold(end, 'OrderMigrationFailed')
  );
};
