import { RecordUnreadable, StaleRecord, TransientFault } from '../errors.ts';
import { withoutUnreadable } from '../shared/unreadable.ts';
import type { UploadChange } from '../uploads/model/upload-news.ts';
import {
  type Counted,
  type CountStep,
  counterDeltas,
  countStep,
  createdIn,
  holderDeltas,
} from './model/upload-count.ts';
import type { Stats } from './ports.ts';

type Deps = { stats: Pick<Stats, 'countedMany' | 'count'> };

/** A transaction holds 100 items: marks, counters and holders. */
const maxItems = 100;
const maxRounds = 5;

type OnFailure = (uploadIds: string[], error: unknown) => void;

/**
 * Counts changes of uploads exactly once, in any order and after any number of deliveries. A mark
 * per upload keeps its last counted state and changes in one transaction with the counters. Returns
 * the ids that could not be counted this time; a repeated delivery is safe. An upload whose mark
 * cannot be read is told and left out: no repetition helps.
 */
export const countUploads = async (
  deps: Deps,
  changes: readonly UploadChange[],
  onFailure: OnFailure,
): Promise<string[]> => {
  const news = latest(changes);
  const byId = new Map(news.map((change) => [change.uploadId, change]));
  const failed: string[] = [];
  for (const steps of packed(await stepsOf(deps, news, onFailure))) {
    const uploadIds = steps.map(({ to }) => to.uploadId);
    try {
      await countTogether(
        deps,
        uploadIds.flatMap((id) => byId.get(id) ?? []),
        onFailure,
      );
    } catch (error) {
      onFailure(uploadIds, error);
      failed.push(...uploadIds);
    }
  }
  return failed;
};

/** Of several changes of one upload the last says all that is to be counted. */
const latest = (changes: readonly UploadChange[]): UploadChange[] => {
  const byId = new Map<string, UploadChange>();
  for (const change of changes) {
    const known = byId.get(change.uploadId);
    if (!known || isLater(change, known)) byId.set(change.uploadId, change);
  }
  return [...byId.values()];
};

/** Also where the record of one change took the place of the other's. */
const isLater = (change: UploadChange, known: UploadChange): boolean => {
  const [created, before] = [createdIn(change), createdIn(known)];
  return created === undefined || before === undefined || created === before
    ? revisionOf(change) >= revisionOf(known)
    : created > before;
};

const revisionOf = ({ now }: UploadChange): number => now?.revision ?? Number.POSITIVE_INFINITY;

/** As many steps to a transaction as it can hold. */
const packed = (steps: readonly CountStep[]): CountStep[][] => {
  const transactions: CountStep[][] = [];
  for (const step of steps) {
    const last = transactions.at(-1);
    if (last && itemsOf([...last, step]) <= maxItems) last.push(step);
    else transactions.push([step]);
  }
  return transactions;
};

const itemsOf = (steps: readonly CountStep[]): number =>
  steps.length + counterDeltas(steps).length + holderDeltas(steps).length;

/** Leaves out uploads whose last count cannot be read: nothing can be added to that. */
const stepsOf = async (
  { stats }: Deps,
  changes: readonly UploadChange[],
  onFailure: OnFailure,
): Promise<CountStep[]> => {
  const { answer, unreadable } = await withoutUnreadable(
    stats.countedMany(changes.map(({ uploadId }) => uploadId)),
  );
  for (const record of unreadable) onFailure([record.id], new RecordUnreadable([record]));
  const lost = new Set(unreadable.map(({ id }) => id));
  const known = new Map(answer.map((mark): [string, Counted] => [mark.uploadId, mark]));
  return changes
    .filter(({ uploadId }) => !lost.has(uploadId))
    .flatMap((change) => countStep(known.get(change.uploadId), change) ?? []);
};

const countTogether = async (
  deps: Deps,
  changes: readonly UploadChange[],
  onFailure: OnFailure,
): Promise<void> => {
  for (let round = 0; round < maxRounds; round++) {
    const steps = await stepsOf(deps, changes, onFailure);
    if (steps.length === 0 || (await tryCount(deps, steps))) return;
  }
  throw new TransientFault('Uploads kept being counted by others; try again.', {
    context: { uploads: changes.length },
  });
};

/** False when another consumer counted one of the uploads meanwhile. The caller reads again. */
const tryCount = async ({ stats }: Deps, steps: readonly CountStep[]): Promise<boolean> => {
  try {
    const marks = steps.map(({ from, to }) => ({ mark: to, over: from?.revision }));
    await stats.count({ marks, counters: counterDeltas(steps), holders: holderDeltas(steps) });
    return true;
  } catch (error) {
    if (error instanceof StaleRecord) return false;
    throw error;
  }
};
