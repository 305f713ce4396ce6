import type { BatchDeps } from '../change-batch.ts';
import type { Batch, BatchRecord, Lease } from '../model/batch.ts';
import { planRecord } from '../model/batch-record.ts';
import type { SourceFile } from '../model/transfer.ts';
import { judgeAll, planWork, type Settle, type Work, type WorkGroup } from '../plan-work.ts';
import type { SecondPass } from '../second-pass/second-pass.ts';
import { unchangedSince } from '../second-pass/unchanged-since.ts';

/** A group of a listing, and how it is recorded. */
export type Listed = {
  files: readonly SourceFile[];
  lease: Lease;
  secondPass: SecondPass | undefined;
  settle: Settle | undefined;
  /** The number of files in an unchanged group suffices; their records are not needed. */
  countsGroups: boolean;
};

/** Puts listed files on record, and returns those that are new to the batch. */
export const fileListed = async (
  deps: BatchDeps,
  batch: Batch,
  listed: Listed,
): Promise<WorkGroup> => {
  const unchanged = listed.countsGroups ? await fileGroup(deps, batch, listed) : 0;
  return unchanged > 0 ? { work: [], unchanged } : fileEach(deps, batch, listed);
};

/** Puts a group on record if nothing of it is new. Returns how many files that is. */
const fileGroup = async (
  { batches, clock }: BatchDeps,
  { batchId }: Batch,
  { files, lease, secondPass }: Listed,
): Promise<number> => {
  const group = await secondPass?.unchangedSince(files);
  if (!group) return 0;
  const unchanged = { ...group, now: clock.now().toISOString() };
  return (await batches.ranges?.add(batchId, unchanged, lease)) ? files.length : 0;
};

const fileEach = async (
  deps: BatchDeps,
  batch: Batch,
  { files, lease, secondPass, settle }: Listed,
): Promise<WorkGroup> => {
  const now = deps.clock.now().toISOString();
  const found = files.map((file) => ({ record: planRecord(batch, file, now), file }));
  const known = await judgeAll(found, secondPass);
  const earlier: BatchRecord[] = [];
  const others: Work[] = [];
  for (const [index, one] of found.entries()) {
    const verdict = known[index];
    if (settle && verdict && 'asThen' in verdict) earlier.push(verdict.asThen);
    else others.push(planWork(batch, one, verdict));
  }
  const unchanged = await fileUnchanged(deps, batch, { earlier, now, lease });
  const { work, filed = [] } = await fileOthers(deps, batch, { work: others, lease, settle });
  return { work, filed: [...unchanged, ...filed] };
};

/** Puts unchanged files on record, by the batch that they are unchanged since. */
const fileUnchanged = async (
  deps: BatchDeps,
  { batchId }: Batch,
  { earlier, now, lease }: { earlier: readonly BatchRecord[]; now: string; lease: Lease },
): Promise<BatchRecord[]> => {
  const filed: BatchRecord[] = [];
  for (const [earlierId, records = []] of Object.entries(
    Object.groupBy(earlier, (record) => record.batchId),
  )) {
    const unchanged = records.map((one) => unchangedSince(one, { batchId, earlierId, now }));
    filed.push(
      ...(await deps.batches.addUnchanged(batchId, { earlierId, records: unchanged }, lease)),
    );
  }
  return filed;
};

/** Puts all other files on record: with `settle`, as they ended if their outcome is known. */
const fileOthers = async (
  { batches }: BatchDeps,
  { batchId }: Batch,
  { work, lease, settle }: { work: readonly Work[] } & Pick<Listed, 'lease' | 'settle'>,
): Promise<WorkGroup> => {
  if (work.length === 0) return { work };
  const records = work.map((one) =>
    settle && 'outcome' in one ? settle(one.record, one.outcome) : one.record,
  );
  // After a crash the last groups may be here already, sent or not: only new entries are work.
  const added = new Map(
    (await batches.add(batchId, records, lease)).map((record) => [record.recordId, record]),
  );
  const isNew = (one: Work): boolean => added.has(one.record.recordId);
  const hasEnded = (one: Work): boolean => settle !== undefined && 'outcome' in one;
  return {
    work: work.filter((one) => isNew(one) && !hasEnded(one)),
    filed: work.filter(hasEnded).flatMap(({ record }) => added.get(record.recordId) ?? []),
  };
};
