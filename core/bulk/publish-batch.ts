import { inGroups } from '../shared/in-groups.ts';
import type { Clock } from '../shared/ports.ts';
import { changeBatch, readBatch } from './change-batch.ts';
import type { LeasedBatch } from './lease-batch.ts';
import { isReopened } from './listing/reopen-folders.ts';
import type { Batch, BatchRecord } from './model/batch.ts';
import { errorsOf } from './model/batch-counts.ts';
import { isArrived } from './model/batch-record.ts';
import { assertLeased, type Stop } from './model/batch-states.ts';
import { noteRows } from './note-rows.ts';
import type { Batches, Destination, SourceRows } from './ports.ts';
import { type Registry, registerFiles } from './register-files.ts';

type PublishDeps = {
  batches: Batches;
  destination: Destination;
  clock: Clock;
  uploads?: Registry;
  rows?: SourceRows;
};

/**
 * All or nothing: verifies every file, records the success, and only then registers the files. The
 * record is final: each later resume publishes the remaining files.
 */
export const publishBatch = async (
  deps: PublishDeps,
  batchId: string,
  leased: LeasedBatch,
): Promise<Stop | undefined> => {
  const batch = await readBatch(deps, batchId);
  if (!batch.plan.atomic) return undefined;
  const counts = await deps.batches.counts(batchId);
  if (!batch.publishing && (errorsOf(counts) > 0 || counts.planned.files > 0)) return undefined;
  if (!batch.publishing && (await proveAll(deps, batch, leased)) > 0) return undefined;
  const decided = await decide(deps, batchId, leased);
  if (decided.publishing) await registerAll(deps, decided, leased);
  return undefined;
};

/** Looks at every file again; those that are not there as sent are failed. */
const proveAll = async (
  deps: PublishDeps,
  { batchId, plan }: Batch,
  { lease }: LeasedBatch,
): Promise<number> => {
  let failures = 0;
  for await (const records of inGroups(listArrived(deps, batchId), plan.batchSize)) {
    const proofs = await Promise.all(
      records.map(async (record) => isArrived(record) && (await isProven(deps, record))),
    );
    const wrong = records.filter((_, index) => !proofs[index]).map(unproven);
    if (wrong.length > 0) await deps.batches.update(batchId, wrong, lease);
    failures += wrong.length;
  }
  return failures;
};

async function* listArrived(
  { batches }: PublishDeps,
  batchId: string,
): AsyncGenerator<BatchRecord> {
  for (const status of ['transferred', 'skipped'] as const)
    for await (const record of batches.records(batchId, status))
      if (!isReopened(record)) yield record;
}

/** True when storage holds exactly the recorded bytes. An object without a checksum is read. */
const isProven = async ({ destination }: PublishDeps, record: BatchRecord): Promise<boolean> => {
  const stored = await destination.head(record.key, record.versionId);
  if (!stored || stored.sizeBytes !== record.sizeBytes) return false;
  return (
    (stored.sha256 ?? (await destination.sha256(record.key, record.versionId))) === record.sha256
  );
};

const unproven = (record: BatchRecord): BatchRecord => ({
  ...record,
  status: 'failed',
  failure: { code: 'NotVerified', message: 'What storage holds is not what was sent.' },
});

const decide = (deps: PublishDeps, batchId: string, { lease }: LeasedBatch): Promise<Batch> =>
  changeBatch(deps, batchId, (batch) => {
    assertLeased(batch, lease);
    return batch.status === 'running' ? { ...batch, publishing: true } : batch;
  });

const registerAll = async (
  deps: PublishDeps,
  batch: Batch,
  { lease }: LeasedBatch,
): Promise<void> => {
  const { uploads } = deps;
  if (!uploads) return;
  for await (const group of inGroups(listArrived(deps, batch.batchId), batch.plan.batchSize)) {
    const unregistered = group.filter(({ uploadId }) => uploadId === undefined);
    const records = await registerFiles(uploads, batch, unregistered);
    await deps.batches.update(batch.batchId, await noteRows(deps.rows, records), lease);
  }
};
