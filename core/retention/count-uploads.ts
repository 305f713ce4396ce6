import { StaleRecord, TransientFault } from '../errors.ts';
import {
  type Counted,
  type CountStep,
  counterDeltas,
  countStep,
  holderDeltas,
  type UploadChange,
} from './model/upload-count.ts';
import type { Stats } from './ports.ts';

type Deps = { stats: Pick<Stats, 'countedMany' | 'count'> };

/** A transaction holds 100 items: marks, counters and holders. */
const maxItems = 100;
const maxRounds = 5;

const revisionOf = ({ now }: UploadChange): number => now?.revision ?? Number.POSITIVE_INFINITY;

/** Of several changes of one upload the last says all that is to be counted. */
const latest = (changes: readonly UploadChange[]): UploadChange[] => {
  const byId = new Map<string, UploadChange>();
  for (const change of changes) {
    const known = byId.get(change.uploadId);
    if (!known || revisionOf(change) >= revisionOf(known)) byId.set(change.uploadId, change);
  }
  return [...byId.values()];
};

const itemsOf = (steps: readonly CountStep[]): number =>
  steps.length + counterDeltas(steps).length + holderDeltas(steps).length;

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

const stepsOf = async ({ stats }: Deps, changes: readonly UploadChange[]): Promise<CountStep[]> => {
  const known = new Map<string, Counted>();
  for (const mark of await stats.countedMany(changes.map(({ uploadId }) => uploadId)))
    known.set(mark.uploadId, mark);
  return changes.flatMap((change) => countStep(known.get(change.uploadId), change) ?? []);
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

const countTogether = async (deps: Deps, changes: readonly UploadChange[]): Promise<void> => {
  for (let round = 0; round < maxRounds; round++) {
    const steps = await stepsOf(deps, changes);
    if (steps.length === 0 || (await tryCount(deps, steps))) return;
  }
  throw new TransientFault('Uploads kept being counted by others; try again.', {
    context: { uploads: changes.length },
  });
};

/**
 * Counts changes of uploads exactly once, in any order and after any number of deliveries. A mark
 * per upload keeps its last counted state and changes in one transaction with the counters. Returns
 * the ids that could not be counted; a repeated delivery is safe.
 */
export const countUploads = async (
  deps: Deps,
  changes: readonly UploadChange[],
  onFailure: (uploadIds: string[], error: unknown) => void,
): Promise<string[]> => {
  const news = latest(changes);
  const byId = new Map(news.map((change) => [change.uploadId, change]));
  const failed: string[] = [];
  for (const steps of packed(await stepsOf(deps, news))) {
    const uploadIds = steps.map(({ to }) => to.uploadId);
    try {
      await countTogether(
        deps,
        uploadIds.flatMap((id) => byId.get(id) ?? []),
      );
    } catch (error) {
      onFailure(uploadIds, error);
      failed.push(...uploadIds);
    }
  }
  return failed;
};
