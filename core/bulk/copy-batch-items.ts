import type { Clock } from '../shared/ports.ts';
import { readBatch } from './change-batch.ts';
import { limitErrors } from './limit-errors.ts';
import { keepLease } from './map-execution.ts';
import type { Batch, BatchRecord, RecordStatus } from './model/batch.ts';
import { failedOutcome, isRetryable, planRecord, settled } from './model/batch-record.ts';
import { jobOf } from './model/job-of-record.ts';
import { escapePath, unsafePath } from './model/source-path.ts';
import { bucketOf } from './model/source-plan.ts';
import type { MapItem, SourceFile } from './model/transfer.ts';
import type { Work } from './plan-work.ts';
import type { Batches, Transfers } from './ports.ts';
import { type Registry, registerFiles } from './register-files.ts';
import { sendAndRecord } from './send-and-record.ts';

export type MapDeps = {
  batches: Batches;
  transfers: Transfers;
  clock: Clock;
  selects: (path: string) => boolean;
  uploads: Registry;
};

/** Some objects of a batch, under this fence. `failedBefore`: failures before the Map. */
export type MapCall = {
  batchId: string;
  fence: number;
  failedBefore: number;
  items: readonly MapItem[];
};

/**
 * A call's outcome: numbers of objects by outcome. `stopped`: the batch was paused, cancelled or
 * taken over, or too many files failed. `left`: objects that the call had no time for.
 */
export type MapAnswer = { stopped: boolean; left?: number } & Partial<Record<RecordStatus, number>>;

/** No time-out: works until everything is done. */
const never = new AbortController().signal;

/**
 * Copies up to a call's worth of objects for a batch. Idempotent: finished objects are skipped, and
 * a copy whose record was lost is found again. Once `signal` is aborted no further object begins.
 * Throws `TransientFault`, and `AttemptSuperseded` when another run has taken the batch over.
 */
export const copyBatchItems = async (
  deps: MapDeps,
  call: MapCall,
  signal: AbortSignal = never,
): Promise<MapAnswer> => {
  const batch = await readBatch(deps, call.batchId);
  const { plan } = batch;
  const lease = batch.status === 'running' ? await keepLease(deps, batch, call.fence) : undefined;
  if (!lease) return { stopped: true };
  const now = deps.clock.now().toISOString();
  const planned = wanted(deps, batch, call.items).map((file) => ({
    file,
    record: planRecord(batch, file, now),
  }));
  const pairs = await findUnfinished(deps, call.batchId, planned);
  const answer: MapAnswer = { stopped: false };
  let left = pairs.length;
  // Each record is written once, when its copy is there: a crash before that leaves a marked
  // object, and the next call adopts it.
  const work = pairs.map(
    ({ record, file }): Work =>
      record.failure && !isRetryable(record)
        ? { record, outcome: failedOutcome(record, record.failure) }
        : { record, job: jobOf(plan, record, file.location) },
  );
  const stop = await sendAndRecord({
    work: (async function* () {
      yield { work };
    })(),
    send: (jobs, halt) => deps.transfers.send(jobs, halt),
    settle: (record, outcome) =>
      settled(record, outcome, { plan, now: deps.clock.now().toISOString() }),
    groupSize: plan.batchSize,
    signal,
    onGroup: async (records) => {
      const kept = plan.register ? await registerFiles(deps.uploads, batch, records) : records;
      await deps.batches.update(batch.batchId, kept, lease);
      tally(answer, kept);
      left -= kept.length;
      return kept.some(({ status }) => status === 'failed')
        ? limitErrors(deps, batch, call)
        : undefined;
    },
  });
  if (stop?.status === 'failed') return { ...answer, stopped: true };
  return left === 0 ? answer : { ...answer, left };
};

/**
 * Files below the prefix that the batch selects. The listing may contain more files, and a file
 * twice: its last line counts.
 */
const wanted = ({ selects }: MapDeps, { plan }: Batch, items: readonly MapItem[]): SourceFile[] => {
  const { bucket, prefix } = bucketOf(plan.source);
  const below = items.filter(
    ({ key }) => key.startsWith(prefix) && key.length > prefix.length && !key.endsWith('/'),
  );
  const files = new Map(below.map((item) => [item.key, toFile({ bucket, prefix }, item)]));
  return [...files.values()].filter(({ path }) => selects(path));
};

const toFile = (
  source: { bucket: string; prefix: string },
  { key, ...seen }: MapItem,
): SourceFile => {
  const path = key.slice(source.prefix.length);
  const unsafe = unsafePath(path);
  const problem = unsafe
    ? {
        problem: {
          code: 'UnsafeName' as const,
          message: `The object ${unsafe}. Copy it to another key.`,
        },
      }
    : {};
  return {
    path: escapePath(path),
    location: { kind: 's3', bucket: source.bucket, key },
    ...seen,
    ...problem,
  };
};

type Pair = { record: BatchRecord; file: SourceFile };

/** The pairs with what an earlier run left of them, without those it finished. */
const findUnfinished = async (
  { batches }: MapDeps,
  batchId: string,
  pairs: readonly Pair[],
): Promise<Pair[]> => {
  const known = await batches.recordsOf(
    batchId,
    pairs.map(({ record }) => record.recordId),
  );
  const byId = new Map(known.map((record) => [record.recordId, record]));
  const current = pairs.map(({ record, file }) => ({
    file,
    record: byId.get(record.recordId) ?? record,
    isNew: !byId.has(record.recordId),
  }));
  return current.filter(({ record, isNew }) => isNew || isDue(record));
};

/** True for a record that is not finished, or was taken back. */
const isDue = (record: BatchRecord): boolean =>
  record.status === 'planned' ||
  record.status === 'rolled_back' ||
  (record.status === 'failed' && isRetryable(record));

const tally = (answer: MapAnswer, records: readonly BatchRecord[]): void => {
  for (const { status } of records) answer[status] = (answer[status] ?? 0) + 1;
};
