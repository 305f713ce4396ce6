import { inGroups } from '../../shared/in-groups.ts';
import type { Clock } from '../../shared/ports.ts';
import { changeBatch, readBatch } from '../change-batch.ts';
import { type LeaseDeps, type LeasedBatch, leaseBatch } from '../lease-batch.ts';
import type { Batch, BatchRecord } from '../model/batch.ts';
import { uploadIdOf } from '../model/batch-names.ts';
import { assertLeased, beginRollback, endRollback } from '../model/batch-states.ts';
import type { Destination, FileSource, Registrations, RestoredRows } from '../ports.ts';
import { abandonUploads, isUnfinished } from './abandon-uploads.ts';
import { findPerhapsOurs, type SearchDeps } from './perhaps-ours.ts';
import { assertModest, largeShare } from './rollback-consent.ts';
import { isKept, type Judged, judge, type RollbackFate } from './rollback-fate.ts';

export type RollbackDeps = LeaseDeps &
  SearchDeps & {
    source: FileSource;
    destination: Destination;
    clock: Clock;
    registrations?: Registrations;
  };

export type RollbackOptions = {
  apply: boolean;
  /** Consent to remove more than half of the objects below the prefix. */
  moreThanHalf: boolean;
  signal: AbortSignal;
  onRecord?: (record: BatchRecord, fate: RollbackFate) => unknown;
};

/** `rowsRestored`, `rowsKept`: of a SQL source. */
export type Rollback = {
  removed: number;
  kept: number;
  status: Batch['status'];
  /** Unfinished uploads in parts whose parts were removed, if there were any. */
  unfinished?: number;
  /** Without `apply`: with it, the rollback would be refused for want of `moreThanHalf`. */
  needsConsent?: 'moreThanHalf';
  rowsRestored?: number;
  rowsKept?: number;
};

/** Each takes requests of its own; more would wait for each other's connections. */
const objectsAtOnce = 50;

/**
 * Removes objects that this batch wrote and no other process changed, each only while its source
 * exists. Without `apply` it changes nothing. Idempotent. Throws `BatchRefused` when more than half
 * of the prefix would be removed without consent, `BatchBusy`, `AttemptSuperseded`.
 */
export const rollbackBatch = async (
  deps: RollbackDeps,
  batchId: string,
  options: RollbackOptions,
): Promise<Rollback> => {
  if (options.apply) return apply(deps, batchId, options);
  const batch = await readBatch(deps, batchId);
  if (batch.status === 'rolled_back') return { removed: 0, kept: 0, status: batch.status };
  beginRollback(batch);
  const { isStopped: _whole, rows: _same, ...result } = told(await walk(deps, { batch, options }));
  const needsConsent = !options.moreThanHalf && (await largeShare(deps, batchId)) !== undefined;
  return {
    ...result,
    status: batch.status,
    ...(needsConsent && { needsConsent: 'moreThanHalf' as const }),
  };
};

const apply = (deps: RollbackDeps, batchId: string, options: RollbackOptions): Promise<Rollback> =>
  leaseBatch(deps, batchId, async (leased) => {
    const before = await readBatch(deps, batchId);
    if (before.status === 'rolled_back') return { removed: 0, kept: 0, status: before.status };
    if (!options.moreThanHalf) await assertModest(deps, batchId);
    const change = (decide: (batch: Batch) => Batch): Promise<Batch> =>
      changeBatch(deps, batchId, (batch) => {
        assertLeased(batch, leased.lease);
        return decide(batch);
      });
    const batch = await change(beginRollback);
    const crashed = before.status === 'running';
    const pass = { batch, leased, options, crashed };
    const { isStopped, rows, ...result } = told(await walk(deps, pass));
    const interrupted = isStopped || options.signal.aborted || leased.lost.aborted;
    // While a file is kept its row names it, in columns the batch added.
    if (!interrupted && result.kept === 0) await restoreRest(deps, batchId, rows);
    const { status } = await change((current) =>
      interrupted ? current : endRollback(current, result.kept, deps.clock.now().toISOString()),
    );
    return {
      ...result,
      status,
      ...(deps.rows && { rowsRestored: rows.restored, rowsKept: rows.kept }),
    };
  });

/** The result of one pass; `isStopped` is true if the pass stopped before the end. */
type Walked = {
  removed: number;
  kept: number;
  unfinished: number;
  rows: RestoredRows;
  isStopped: boolean;
};

const told = ({ unfinished, ...walked }: Walked) => ({
  ...walked,
  ...(unfinished > 0 && { unfinished }),
});

/** `crashed`: the batch's runner ended without a word. */
type Pass = { batch: Batch; leased?: LeasedBatch; options: RollbackOptions; crashed?: boolean };

/** One pass over everything the batch may have made; without a lease it only looks. */
const walk = async (deps: RollbackDeps, pass: Pass): Promise<Walked> => {
  const { batch, leased, options } = pass;
  const rows = { restored: 0, kept: 0 };
  const result: Walked = { removed: 0, kept: 0, unfinished: 0, rows, isStopped: false };
  for await (const records of inGroups(
    findPerhapsOurs(deps, pass),
    Math.min(batch.plan.batchSize, objectsAtOnce),
  )) {
    result.isStopped =
      options.signal.aborted || (leased !== undefined && (await isTakenAway(deps, batch, leased)));
    if (result.isStopped) break;
    result.unfinished += records.filter(isUnfinished).length;
    if (leased) await abandonUploads(deps, batch, leased, records);
    const all = await keepNamed(
      deps,
      batch,
      await Promise.all(records.map((record) => judge(deps, batch.plan, record))),
    );
    const judged = all.filter(({ record }) => record.created);
    const ours = judged.filter(({ fate }) => !isKept(fate)).map(({ record }) => record);
    if (leased) await restoreRows(deps, batch, { all, rows: result.rows });
    const held = leased && ours.length > 0 ? await remove(deps, batch, leased, ours) : new Set();
    for (const { record, fate } of judged)
      await options.onRecord?.(record, held.has(record.recordId) ? 'kept: held by law' : fate);
    const removed = ours.length - held.size;
    result.removed += removed;
    result.kept += judged.length - removed;
  }
  return result;
};

/** Another process holds the batch by now, or cancelled it. */
const isTakenAway = async (
  deps: RollbackDeps,
  { batchId }: Batch,
  { lost }: LeasedBatch,
): Promise<boolean> => lost.aborted || (await readBatch(deps, batchId)).status !== 'rolling_back';

/** An object that rows of another batch name stays until that batch is rolled back. */
const keepNamed = async (
  { rows }: RollbackDeps,
  { batchId }: Batch,
  all: readonly Judged[],
): Promise<readonly Judged[]> => {
  const removable = all.filter(({ fate }) => fate === 'remove').map(({ record }) => record);
  if (!rows || removable.length === 0) return all;
  const named = await rows.namedByOthers(batchId, removable);
  return all.map(({ record, fate }) =>
    fate === 'remove' && named.has(record.recordId)
      ? { record, fate: 'kept: a row of another batch names it' }
      : { record, fate },
  );
};

/** Rows go back before their files, so none names a missing object. Kept files keep rows. */
const restoreRows = async (
  deps: RollbackDeps,
  batch: Batch,
  { all, rows }: { all: readonly Judged[]; rows: RestoredRows },
): Promise<void> => {
  if (!deps.rows) return;
  const leaving = all
    .filter(({ record, fate }) => !record.created || !isKept(fate))
    .map(({ record }) => record);
  const { restored, kept } = await deps.rows.restore(batch.batchId, leaving);
  rows.restored += restored;
  rows.kept += kept;
};

/**
 * The registry entry goes first, so that no reader finds a removed file. The journal is written
 * last, so that a crash repeats the removal. Returns the ids of records that a legal hold keeps.
 */
const remove = async (
  deps: RollbackDeps,
  batch: Batch,
  { lease }: LeasedBatch,
  records: readonly BatchRecord[],
): Promise<ReadonlySet<string>> => {
  const free = await Promise.all(records.map((record) => unregister(deps, batch, record)));
  const ours = records.filter((_, index) => free[index]);
  await Promise.all(ours.map(({ key, versionId }) => deps.destination.remove(key, versionId)));
  const now = deps.clock.now().toISOString();
  await deps.batches.update(
    batch.batchId,
    ours.map((record) => withoutTraces(record, now)),
    lease,
  );
  return new Set(
    records.filter((record) => !ours.includes(record)).map(({ recordId }) => recordId),
  );
};

/**
 * By the id its record gives it: a crash between registry and journal leaves an upload the record
 * does not name. False for an upload that a legal hold keeps.
 */
const unregister = async (
  { registrations }: RollbackDeps,
  { plan }: Batch,
  { recordId, key }: BatchRecord,
): Promise<boolean> =>
  !plan.register ||
  registrations === undefined ||
  registrations.remove({ uploadId: uploadIdOf(recordId), bucket: plan.target.bucket, key });

const withoutTraces = (
  { uploadId: _registered, created: _made, multipartId: _gone, ...record }: BatchRecord,
  now: string,
): BatchRecord => ({
  ...record,
  status: 'rolled_back',
  updatedAt: now,
});

const restoreRest = async (
  { rows }: RollbackDeps,
  batchId: string,
  total: RestoredRows,
): Promise<void> => {
  const rest = await rows?.undo(batchId);
  total.restored += rest?.restored ?? 0;
  // The rest includes the rows that this pass kept as foreign.
  total.kept = rest?.kept ?? 0;
};
