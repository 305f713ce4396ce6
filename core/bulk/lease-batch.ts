import { AttemptSuperseded, BatchBusy } from '../errors.ts';
import type { Clock } from '../shared/ports.ts';
import { readBatch } from './change-batch.ts';
import type { Lease } from './model/batch.ts';
import type { Batches, Every } from './ports.ts';

export type LeaseDeps = {
  batches: Batches;
  every: Every;
  /** The working process: unique, and readable for people, e.g. `cli ada@laptop pid 4711 …`. */
  holder: string;
};

/** A batch in this process's hands; `lost` fires when it no longer is. */
export type LeasedBatch = { lease: Lease; lost: AbortSignal };

/** Long enough for a slow renewal, short enough to wait for after a crash. */
const leaseSeconds = 60;

/** Throws `BatchBusy` if another process holds the batch. Call before opening source or journal. */
export const assertFree = async (
  deps: { batches: Batches; clock: Clock },
  batchId: string,
): Promise<void> => {
  const { lease } = await readBatch(deps, batchId);
  if (lease && Date.parse(lease.expiresAt) > deps.clock.now().getTime())
    throw await busy(deps, batchId);
};

const busy = async (deps: Pick<LeaseDeps, 'batches'>, batchId: string): Promise<BatchBusy> => {
  const { lease } = await readBatch(deps, batchId);
  const who = lease
    ? `${lease.holder} works on it until ${lease.expiresAt} at least`
    : 'somebody else works on it';
  return new BatchBusy(`Batch ${batchId} is busy: ${who}. Pause it there, or wait.`, {
    context: { batchId, ...lease },
  });
};

/** Works on a batch under its lease. Throws `BatchBusy` when another process holds the lease. */
export const leaseBatch = async <Answer>(
  deps: LeaseDeps,
  batchId: string,
  work: (leased: LeasedBatch) => Promise<Answer>,
): Promise<Answer> => {
  await readBatch(deps, batchId);
  const lease = await deps.batches.lease(batchId, deps.holder, leaseSeconds);
  if (!lease) throw await busy(deps, batchId);
  const { renew, lost } = renewal(deps, batchId, lease);
  const stop = deps.every(leaseSeconds / 3, renew);
  try {
    return await work({ lease, lost });
  } finally {
    stop();
    // Another process holds the lease by now, or the journal does not answer. Then the lease
    // expires.
    await deps.batches.release(batchId, lease).catch(() => undefined);
  }
};

const renewal = ({ batches, holder }: LeaseDeps, batchId: string, { fence }: Lease) => {
  const controller = new AbortController();
  const renew = async (): Promise<void> => {
    try {
      const lease = await batches.lease(batchId, holder, leaseSeconds);
      if (lease?.fence !== fence) controller.abort();
    } catch (error) {
      // A fault that passes is tried again at the next turn: two more fit into the lease.
      if (error instanceof AttemptSuperseded) controller.abort();
    }
  };
  return { renew, lost: controller.signal };
};
