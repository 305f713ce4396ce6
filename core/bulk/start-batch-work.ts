import * as z from 'zod';
import { BatchRefused } from '../errors.ts';
import { parseInput } from '../shared/model/parse-input.ts';
import { unlessStale } from '../shared/unless-stale.ts';
import { untilWritten } from '../shared/until-written.ts';
import { type BatchDeps, changeBatch } from './change-batch.ts';
import type { Batch } from './model/batch.ts';
import { begin, beginRollback } from './model/batch-states.ts';
import type { SourcePlan } from './model/source-plan.ts';
import type { BulkRuns } from './ports.ts';

type Deps = BatchDeps & {
  runs: BulkRuns;
  filesBucket: string;
  /** Buckets the stage's functions may read. */
  sourceBuckets: readonly string[];
};

const consent = z.boolean('must be true or false').default(false);

export const rollbackRequestSchema = z.strictObject(
  { apply: consent, moreThanHalf: consent },
  'must be a JSON object',
);

const commands = { migrate: 'resume', verify: 'verify', rollback: 'rollback' } as const;

/**
 * Starts or resumes a batch between S3 buckets, and says so on record: a second request then names
 * the same run, and who stops the batch before that run begins is obeyed. Throws `NotFound` or
 * `BatchRefused`.
 */
export const startBatch = async (deps: Deps, batchId: string): Promise<Batch> =>
  startRun(deps, batchId, { task: 'migrate' }, (batch) =>
    begin(batch, deps.clock.now().toISOString()),
  );

type RunRequest = Omit<Parameters<BulkRuns['start']>[0], 'runId' | 'batchId'>;

/**
 * Starts a run. One that is over may have left the batch as it was: a new revision gives the next
 * one a name of its own.
 */
const startRun = (
  deps: Deps,
  batchId: string,
  request: RunRequest,
  decide: (batch: Batch) => Batch = (batch) => batch,
): Promise<Batch> =>
  untilWritten(`Batch ${batchId}`, { batchId }, async () => {
    const batch = await changeBatch(deps, batchId, (current) => {
      assertInCloud(deps, current, request.task);
      return decide(current);
    });
    if (await deps.runs.start({ runId: runIdOf(batch, request), batchId, ...request }))
      return batch;
    await unlessStale(deps.batches.save({ ...batch, updatedAt: deps.clock.now().toISOString() }));
    return undefined;
  });

const assertInCloud = (deps: Deps, { batchId, plan }: Batch, task: RunRequest['task']): void => {
  const what = beyondCloud(deps, plan, task);
  if (what === undefined) return;
  throw new BatchRefused(
    `Batch ${batchId} ${what}, which only the command line can: keepsake ${commands[task]} ` +
      `${batchId}.`,
    {
      context: { batchId },
    },
  );
};

/**
 * The reason why the stage's functions cannot run a batch, as the middle of a sentence. The
 * functions reach the stage's own bucket and the buckets named in its configuration.
 */
const beyondCloud = (
  { filesBucket, sourceBuckets }: Deps,
  { source, target, filesFrom, atomic }: Batch['plan'],
  task: RunRequest['task'],
) => {
  if (target.bucket !== filesBucket || target.endpoint !== undefined)
    return (
      'keeps files in ' +
      `s3://${target.bucket}${target.endpoint === undefined ? '' : ` at ${target.endpoint}`}`
    );
  if (task === 'verify') return undefined;
  if (!isReadable(source, sourceBuckets)) return `reads ${source.description}`;
  // A workflow lists the whole prefix.
  if (task === 'migrate' && (filesFrom || ('file' in source.options && source.options.file)))
    return 'takes only some files of its prefix';
  return atomic && task === 'migrate' ? 'registers its files all at once' : undefined;
};

const isReadable = (source: SourcePlan, buckets: readonly string[]): boolean =>
  source.kind === 's3' &&
  source.options.endpoint === undefined &&
  buckets.includes(source.options.bucket);

/**
 * One run per thing asked for and state the batch was in: a repeated request names the same run.
 * Names of runs have 80 characters.
 */
const runIdOf = ({ batchId, revision }: Batch, { task, apply, moreThanHalf }: RunRequest): string =>
  [
    batchId,
    task,
    ...(apply ? ['apply'] : []),
    ...(moreThanHalf ? ['more-than-half'] : []),
    revision,
  ].join('-');

/**
 * Requests a verification, which reads every file of a batch again and compares. Its findings are
 * in the batch's `lastTask`. Throws `NotFound` or `BatchRefused`.
 */
export const requestVerification = async (deps: Deps, batchId: string): Promise<Batch> =>
  startRun(deps, batchId, { task: 'verify' });

/** Requests a rollback; without `apply` a dry one. Its outcome is in the batch's `lastTask`. */
export const requestRollback = async (
  deps: Deps,
  batchId: string,
  input: unknown,
): Promise<Batch> =>
  startRun(
    deps,
    batchId,
    { task: 'rollback', ...parseInput(rollbackRequestSchema, input) },
    // The run itself writes that it rolls back, once nothing else works on the batch.
    (batch) => beginRollback(batch) && batch,
  );
