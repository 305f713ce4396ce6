import * as z from 'zod';
import type { BulkRuns } from '../bulk-ports.ts';
import { BatchRefused } from '../errors.ts';
import type { Batch } from '../model/batch.ts';
import { begin, beginRollback } from '../model/batch-states.ts';
import { parseInput } from '../model/parse-input.ts';
import { type BatchDeps, readBatch } from './change-batch.ts';

type Deps = BatchDeps & { runs: BulkRuns };

const consent = z.boolean('must be true or false').default(false);

export const rollbackRequestSchema = z.object({ apply: consent, moreThanHalf: consent }, 'must be a JSON object');

/** One run per state the batch was in: a repeated request names the same run. */
const runId = ({ batchId, revision }: Batch, task: string): string => `${batchId}-${task}-${revision}`.slice(0, 80);

const assertInCloud = ({ batchId, plan: { source } }: Batch): void => {
  if (source.kind === 's3' && source.options.endpoint === undefined) return;
  throw new BatchRefused(`Batch ${batchId} reads ${source.description}, which only the command line can: keepsake resume ${batchId}.`, {
    context: { batchId },
  });
};

/** Starts, or resumes, the transfer of a batch between buckets of S3. Throws `NotFound` or `BatchRefused`. */
export const startBatch = async (deps: Deps, batchId: string): Promise<Batch> => {
  const batch = await readBatch(deps, batchId);
  assertInCloud(batch);
  begin(batch, deps.clock.now().toISOString());
  await deps.runs.start({ runId: runId(batch, 'migrate'), batchId, task: 'migrate' });
  return batch;
};

/** Reads every file of a batch again and compares; what it finds is in the batch's `lastTask`. */
export const requestVerification = async (deps: Deps, batchId: string): Promise<Batch> => {
  const batch = await readBatch(deps, batchId);
  await deps.runs.start({ runId: runId(batch, 'verify'), batchId, task: 'verify' });
  return batch;
};

/** Rolls a batch back, or without `apply` only looks; what it comes to is in the batch's `lastTask`. */
export const requestRollback = async (deps: Deps, batchId: string, input: unknown): Promise<Batch> => {
  const { apply, moreThanHalf } = parseInput(rollbackRequestSchema, input);
  const batch = await readBatch(deps, batchId);
  assertInCloud(batch);
  beginRollback(batch);
  await deps.runs.start({ runId: runId(batch, apply ? 'rollback' : 'rollback-look'), batchId, task: 'rollback', apply, moreThanHalf });
  return batch;
};
