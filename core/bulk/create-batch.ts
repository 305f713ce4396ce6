import { InvalidInput } from '../errors.ts';
import { madeOnce } from '../shared/made-once.ts';
import type { Clock } from '../shared/ports.ts';
import type { Batch, BatchPlan } from './model/batch.ts';
import { ObjectProperties } from './model/object-properties.ts';
import { PathSelection } from './model/path-selection.ts';
import type { Batches } from './ports.ts';

export type NewBatch = {
  batchId: string;
  plan: BatchPlan;
  dryRun: boolean;
  createdBy: string;
  shards?: number;
};

/** A batch as it is before anything is listed or sent. Throws `InvalidInput`. */
export const newBatch = (
  { batchId, plan, dryRun, createdBy, shards = 1 }: NewBatch,
  clock: Clock,
): Batch => {
  assertPossible(plan);
  const now = clock.now().toISOString();
  return {
    batchId,
    status: 'pending',
    dryRun,
    plan,
    listed: false,
    shards,
    createdBy,
    createdAt: now,
    updatedAt: now,
    revision: 1,
  };
};

const assertPossible = ({ atomic, register, batchSize, onConflict, ...plan }: BatchPlan): void => {
  if (atomic && !register)
    throw InvalidInput.of(
      'atomic',
      'needs files that are registered: leave out the target, name a category',
    );
  // The registry would still name the bytes that were there.
  if (register && onConflict === 'overwrite')
    throw InvalidInput.of(
      'onConflict',
      'must be skip or fail: a registered file is never replaced',
    );
  if (batchSize < 1 || batchSize > 1000)
    throw InvalidInput.of('batchSize', 'must be from 1 to 1000');
  // Both throw for a pattern that cannot be read.
  const selection = new PathSelection(plan);
  new ObjectProperties(plan);
  if (listsItsCopies(plan, selection))
    throw InvalidInput.of(
      'target',
      'lies below the source, so copies would be listed and copied again without end: ' +
        `name another prefix, or exclude /${folderBelow(plan)}**`,
    );
};

type Ends = Pick<BatchPlan, 'source' | 'target' | 'filesFrom'>;

/** True if files that are stored appear in the listing that is still going on. */
const listsItsCopies = ({ source, target, filesFrom }: Ends, selection: PathSelection): boolean => {
  if (source.kind !== 's3' || filesFrom !== undefined) return false;
  const { bucket, file, manifestKey } = source.options;
  const isListed = file === undefined && manifestKey === undefined;
  if (!isListed || bucket !== target.bucket) return false;
  if (addressOf(source.options.endpoint) !== addressOf(target.endpoint)) return false;
  const below = folderBelow({ source, target });
  return below !== undefined && selection.selects(below, true);
};

const addressOf = (endpoint: string | undefined): string | undefined =>
  endpoint === undefined ? undefined : new URL(endpoint).href;

/** The target's folder below the source's prefix, with its `/`, if it is below. */
const folderBelow = ({ source, target }: Omit<Ends, 'filesFrom'>): string | undefined => {
  const prefix = source.kind === 's3' ? source.options.prefix : undefined;
  const isBelow = prefix !== undefined && target.prefix.startsWith(prefix);
  return isBelow && target.prefix !== prefix ? target.prefix.slice(prefix.length) : undefined;
};

/** Puts a batch on record; nothing is listed or sent yet. Throws `InvalidInput`. */
export const createBatch = async (
  { batches, clock }: { batches: Batches; clock: Clock },
  wanted: NewBatch,
): Promise<Batch> => {
  const batch = newBatch(wanted, clock);
  return madeOnce(
    async () => {
      await batches.create(batch);
      return batch;
    },
    () => batches.find(batch.batchId),
  );
};
