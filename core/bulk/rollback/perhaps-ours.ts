import type { Batch, BatchRecord } from '../model/batch.ts';
import type { Batches, SourceRows } from '../ports.ts';

export type SearchDeps = {
  batches: Batches;
  /** SQL sources: the rows that say which files were migrated. */
  rows?: SourceRows;
  /** Milliseconds. Without it, nothing is waited for after a crash. */
  sleep?: (ms: number) => Promise<unknown>;
};

/**
 * How long storage may work on a request whose client was killed. Its object appears only then, and
 * a look before would miss it.
 */
const lateMs = 5_000;

/**
 * Records of files that the batch may have written. Every file has its record before it is sent, so
 * a `planned` one may have arrived, too. `crashed`: the batch's runner ended without a word.
 */
export async function* findPerhapsOurs(
  { batches, rows, sleep }: SearchDeps,
  { batch: { batchId }, crashed }: { batch: Batch; crashed?: boolean },
): AsyncGenerator<BatchRecord> {
  for (const status of ['transferred', 'failed', 'changed'] as const)
    yield* batches.records(batchId, status);
  // Objects older than the batch stay, but rows name them.
  if (rows) yield* batches.records(batchId, 'skipped');
  if (crashed) await sleep?.(lateMs);
  yield* batches.records(batchId, 'planned');
}
