import { BatchBusy, BatchRefused } from '../errors.ts';
import { type BatchDeps, changeBatch, readBatch } from './change-batch.ts';
import type { Batch, BatchPlan, Lease } from './model/batch.ts';
import { totalOf } from './model/batch-counts.ts';
import { assertLeased, beginAsked, finish, type Stop } from './model/batch-states.ts';
import type { UnmatchedPattern } from './model/path-selection.ts';

/** The state machine's source of a batch's objects. */
export type Listing =
  | { kind: 'prefix'; bucket: string; prefix: string }
  | { kind: 'manifest' | 'inventory'; bucket: string; key: string };

/** The state that the state machine passes along. */
export type BegunMap = { fence: number; listing: Listing; failedBefore: number };

/** A call takes 5 minutes at most: one that begins in this lease's first half ends in it. */
const leaseSeconds = 40 * 60;

/**
 * Takes the batch for one execution and starts it; the same execution asking again finds it taken,
 * by itself. Throws `BatchBusy` or `BatchRefused`.
 */
export const beginMap = async (
  deps: BatchDeps,
  batchId: string,
  execution: string,
): Promise<BegunMap> => {
  const listing = listingOf(await readBatch(deps, batchId));
  const lease = await deps.batches.lease(batchId, execution, leaseSeconds);
  if (!lease)
    throw new BatchBusy(`Batch ${batchId} is busy. Pause it there, or wait.`, {
      context: { batchId },
    });
  try {
    await changeBatch(deps, batchId, (batch) => {
      assertLeased(batch, lease);
      return beginAsked(batch, deps.clock.now().toISOString());
    });
  } catch (error) {
    if (error instanceof BatchRefused) await deps.batches.release(batchId, lease);
    throw error;
  }
  const { failed } = await deps.batches.counts(batchId);
  return { fence: lease.fence, listing, failedBefore: failed.files };
};

const listingOf = ({ batchId, plan: { source } }: Batch): Listing => {
  if (source.kind !== 's3' || source.options.endpoint !== undefined)
    throw new BatchRefused(
      `Batch ${batchId} reads ${source.description}, which only the command line can: ` +
        `keepsake resume ${batchId}.`,
      {
        context: { batchId },
      },
    );
  const { bucket, prefix, manifestBucket, manifestKey, inventory = false } = source.options;
  if (manifestKey === undefined) return { kind: 'prefix', bucket, prefix };
  return {
    kind: inventory ? 'inventory' : 'manifest',
    bucket: manifestBucket ?? bucket,
    key: manifestKey,
  };
};

/**
 * Renews the lease of the holder with this fence, in its second half; `undefined` when another
 * holder has the batch. A stopped execution makes no further calls, so its lease ends.
 */
export const keepLease = async (
  deps: BatchDeps,
  { batchId, lease }: Batch,
  fence: number,
): Promise<Lease | undefined> => {
  if (lease?.fence !== fence) return undefined;
  const leftMs = new Date(lease.expiresAt).getTime() - deps.clock.now().getTime();
  if (leftMs * 2 > leaseSeconds * 1000) return lease;
  const renewed = await deps.batches.lease(batchId, lease.holder, leaseSeconds);
  if (!renewed || renewed.fence === fence) return renewed;
  // The batch was released meanwhile, and this call leased it anew for an execution that no longer
  // exists.
  await deps.batches.release(batchId, renewed);
  return undefined;
};

/**
 * The end of a Map. `sawNone`: the Map had no items. `listsAnything` reads the list itself, because
 * a workflow that received none of its objects ends like one with an empty list; so does
 * `unmatchedPatterns`, because each call of the Map sees a hundred objects only.
 */
export type MapEnd = {
  fence: number | undefined;
  stop?: Stop | undefined;
  sawNone?: boolean;
  listsAnything: (plan: BatchPlan) => Promise<boolean>;
  unmatchedPatterns: (plan: BatchPlan) => Promise<readonly UnmatchedPattern[]>;
};

const mostNamed = 5;

/**
 * Ends the run that `beginMap` began, and releases the batch. A batch that another holder took
 * meanwhile stays as it is.
 */
export const finishMap = async (
  deps: BatchDeps,
  batchId: string,
  { fence, stop: asked, sawNone, listsAnything, unmatchedPatterns }: MapEnd,
): Promise<Batch> => {
  const held = await readBatch(deps, batchId);
  if (!held.lease || held.lease.fence !== fence) return held;
  const counts = await deps.batches.counts(batchId);
  const hasNothing = sawNone || totalOf(counts).files === 0;
  const isBlind = !asked && hasNothing && (await listsAnything(held.plan));
  const stop = isBlind ? sawNothing(held.plan) : asked;
  const unmatched = stop || !hasPatterns(held.plan) ? [] : await unmatchedPatterns(held.plan);
  const batch = await changeBatch(deps, batchId, (current) => {
    assertLeased(current, held.lease as NonNullable<typeof held.lease>);
    // The Map processed the whole list, unless it was stopped. Files that are still planned must
    // then be looked at.
    const listed = stop || current.status !== 'running' ? current : { ...current, listed: true };
    const now = deps.clock.now().toISOString();
    return withUnmatched(finish(listed, { counts, stop, now }), unmatched);
  });
  await deps.batches.release(batchId, held.lease);
  return batch;
};

const sawNothing = (plan: BatchPlan): Stop => {
  const orPatterns = hasPatterns(plan) ? ', or its patterns leave out all of them' : '';
  const reason = `the workflow saw none of the objects that are there${orPatterns}; resume it`;
  return { status: 'failed', reason };
};

const hasPatterns = ({ include, exclude, filter = [] }: BatchPlan): boolean =>
  include.length + exclude.length + filter.length > 0;

/** A pattern that matches nothing is most often misspelt: the batch says so as it ends. */
const withUnmatched = (batch: Batch, unmatched: readonly UnmatchedPattern[]): Batch => {
  if (unmatched.length === 0 || !batch.status.startsWith('completed')) return batch;
  const named = unmatched.slice(0, mostNamed).map(({ option, glob }) => `${option} '${glob}'`);
  const more = unmatched.length - named.length;
  const all = more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
  return { ...batch, reason: `matched no object: ${all}` };
};
