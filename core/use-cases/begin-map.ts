import type { Batches } from '../bulk-ports.ts';
import { BatchBusy, BatchRefused } from '../errors.ts';
import type { Batch } from '../model/batch.ts';
import { assertHeld, begin, finish, type Stop } from '../model/batch-states.ts';
import type { Clock } from '../ports.ts';
import { changeBatch, readBatch } from './change-batch.ts';

type Deps = { batches: Batches; clock: Clock };

/** What lists a batch's objects, for the state machine. */
export type Listing = { kind: 'prefix'; bucket: string; prefix: string } | { kind: 'manifest' | 'inventory'; bucket: string; key: string };

/** What the state machine passes along. */
export type BegunMap = { fence: number; listing: Listing };

/** Nobody renews it: as long as a Map over 100 million objects may take, and given back at its end. */
const leaseSeconds = 14 * 86_400;

const listingOf = ({ batchId, plan: { source } }: Batch): Listing => {
  const { bucket = '', prefix = '', manifestBucket, manifestKey, inventory } = source.options;
  if (source.kind !== 's3' || source.options.endpoint !== undefined)
    throw new BatchRefused(`Batch ${batchId} reads ${source.description}, which only the command line can: keepsake resume ${batchId}.`, {
      context: { batchId },
    });
  if (manifestKey === undefined) return { kind: 'prefix', bucket, prefix };
  return { kind: inventory === 'true' ? 'inventory' : 'manifest', bucket: manifestBucket ?? bucket, key: manifestKey };
};

/** Takes the batch for one execution and starts it; the same execution asking again finds it taken, by itself. Throws `BatchBusy` or `BatchRefused`. */
export const beginMap = async (deps: Deps, batchId: string, execution: string): Promise<BegunMap> => {
  const listing = listingOf(await readBatch(deps, batchId));
  const lease = await deps.batches.lease(batchId, execution, leaseSeconds);
  if (!lease) throw new BatchBusy(`Batch ${batchId} is busy. Pause it there, or wait.`, { context: { batchId } });
  await changeBatch(deps, batchId, (batch) => {
    assertHeld(batch, lease);
    return begin(batch, deps.clock.now().toISOString());
  });
  return { fence: lease.fence, listing };
};

/** Ends what `beginMap` began and lets go of the batch; a batch somebody else took meanwhile is left alone. */
export const finishMap = async (
  deps: Deps,
  batchId: string,
  { fence, stop }: { fence: number | undefined; stop?: Stop },
): Promise<Batch> => {
  const held = await readBatch(deps, batchId);
  if (!held.lease || held.lease.fence !== fence) return held;
  const counts = await deps.batches.counts(batchId);
  const batch = await changeBatch(deps, batchId, (current) => {
    assertHeld(current, held.lease as NonNullable<typeof held.lease>);
    // The Map went over the whole list; what is left planned then has to be looked at.
    const listed = stop ? current : { ...current, listed: true };
    return finish(listed, { counts, stop, now: deps.clock.now().toISOString() });
  });
  await deps.batches.release(batchId, held.lease);
  return batch;
};
