import * as z from 'zod';
import type { BulkRuns } from '../bulk-ports.ts';
import { BatchRefused } from '../errors.ts';
import type { Batch } from '../model/batch.ts';
import { begin, beginRollback } from '../model/batch-states.ts';
import { parseInput } from '../model/parse-input.ts';
import { type BatchDeps, readBatch } from './change-batch.ts';
import { unlessStale } from './unless-stale.ts';
import { untilWritten } from './until-written.ts';

type Deps = BatchDeps & { runs: BulkRuns };

const consent = z.boolean('must be true or false').default(false);

export const rollbackRequestSchema = z.object({ apply: consent, moreThanHalf: consent }, 'must be a JSON object');

type Errand = Omit<Parameters<BulkRuns['start']>[0], 'runId' | 'batchId'>;

/** One run per thing asked for and state the batch was in: a repeated request names the same run. Names of runs have 80 characters. */
const runIdOf = ({ batchId, revision }: Batch, { task, apply, moreThanHalf }: Errand): string =>
  [batchId, task, ...(apply ? ['apply'] : []), ...(moreThanHalf ? ['more-than-half'] : []), revision].join('-');

type Order = { errand: Errand; assertPossible: (batch: Batch) => unknown };

/** Starts a run. One that is over may have left the batch as it was: a new revision gives the next one a name of its own. */
const order = (deps: Deps, batchId: string, { errand, assertPossible }: Order): Promise<Batch> =>
  untilWritten(`Batch ${batchId}`, { batchId }, async () => {
    const batch = await readBatch(deps, batchId);
    assertPossible(batch);
    if (await deps.runs.start({ runId: runIdOf(batch, errand), batchId, ...errand })) return batch;
    await unlessStale(deps.batches.save({ ...batch, updatedAt: deps.clock.now().toISOString() }));
    return undefined;
  });

const assertInCloud = ({ batchId, plan: { source } }: Batch): void => {
  if (source.kind === 's3' && source.options.endpoint === undefined) return;
  throw new BatchRefused(`Batch ${batchId} reads ${source.description}, which only the command line can: keepsake resume ${batchId}.`, {
    context: { batchId },
  });
};

/** Starts, or resumes, the transfer of a batch between buckets of S3. Throws `NotFound` or `BatchRefused`. */
export const startBatch = async (deps: Deps, batchId: string): Promise<Batch> =>
  order(deps, batchId, {
    errand: { task: 'migrate' },
    assertPossible: (batch) => {
      assertInCloud(batch);
      begin(batch, deps.clock.now().toISOString());
    },
  });

/** Reads every file of a batch again and compares; what it finds is in the batch's `lastTask`. */
export const requestVerification = async (deps: Deps, batchId: string): Promise<Batch> =>
  order(deps, batchId, { errand: { task: 'verify' }, assertPossible: () => undefined });

/** Rolls a batch back, or without `apply` only looks; what it comes to is in the batch's `lastTask`. */
export const requestRollback = async (deps: Deps, batchId: string, input: unknown): Promise<Batch> =>
  order(deps, batchId, {
    errand: { task: 'rollback', ...parseInput(rollbackRequestSchema, input) },
    assertPossible: (batch) => {
      assertInCloud(batch);
      beginRollback(batch);
    },
  });
