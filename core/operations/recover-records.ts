import { inGroups } from '../shared/in-groups.ts';
import { erasedIdsOf, isMeantBy, ownerRequestOf } from './model/recovered-item.ts';
import { isSameItem } from './model/same-item.ts';
import type { Backup, RecordTable, StoredItem } from './ports.ts';
import type { FileRecovery } from './recover-file.ts';

/**
 * What became of a record of a backup. `same`: the stage has it. `missing`: the stage lacked it.
 * `different`: the stage has another one. `erased`: it was erased since the backup.
 * `temporary`: its file was in temporary storage, which has no copy. `lost`: its file has no copy
 * either. `occupied`: other bytes lie under its key. `changed`: another writer was there first.
 * `foreign`: it is a record of another table.
 */
export const recoveryOutcomes = [
  'same',
  'missing',
  'different',
  'erased',
  'temporary',
  'lost',
  'occupied',
  'changed',
  'foreign',
] as const;

export type RecoveryOutcome = (typeof recoveryOutcomes)[number];

/** Counts of records, and how many of them were written. */
export type RecoveryReport = Record<RecoveryOutcome | 'written', number>;

type Deps = {
  backup: Backup;
  records: RecordTable;
  /** The stage's ledger of erasures, unless the ledger itself is recovered. */
  erasures: Pick<RecordTable, 'findMany'> | undefined;
  /** True for a record of the table that is recovered. */
  isOurs: (item: StoredItem) => boolean;
  /** Recovers the files of uploads, too, if storage lost them. */
  files?: FileRecovery | undefined;
};

type Options = {
  apply: boolean;
  /** Writes over records that differ, too. */
  overwrite: boolean;
  /** Told of every record that is not the `same`. */
  onRecord: (item: StoredItem, outcome: RecoveryOutcome) => unknown;
};

const groupSize = 25;

/**
 * Compares a table of the stage with a backup of it that was restored to a table of its own, and
 * writes back what is missing; with `overwrite`, what differs, too. Removes nothing, and never
 * writes what was erased since. Idempotent. Throws `TransientFault`.
 */
export const recoverRecords = async (deps: Deps, options: Options): Promise<RecoveryReport> => {
  const report = Object.fromEntries(
    [...recoveryOutcomes, 'written'].map((name) => [name, 0]),
  ) as RecoveryReport;
  for await (const page of deps.backup.pages())
    for await (const group of inGroups(page, groupSize)) {
      const present = await deps.records.findMany(group);
      const work = group.map(async (item, n) => {
        const { outcome, isWritten } = await recoverOne(
          deps,
          { item, present: present[n] },
          options,
        );
        report[outcome]++;
        if (isWritten) report.written++;
        if (outcome !== 'same') await options.onRecord(item, outcome);
      });
      await Promise.all(work);
    }
  return report;
};

type Recovered = { outcome: RecoveryOutcome; isWritten: boolean };

const recoverOne = async (
  deps: Deps,
  { item, present }: { item: StoredItem; present: StoredItem | undefined },
  { apply, overwrite }: Options,
): Promise<Recovered> => {
  if (!deps.isOurs(item)) return { outcome: 'foreign', isWritten: false };
  const outcome = compare(item, present, deps.files);
  if (outcome === 'same') return { outcome, isWritten: false };
  if (await isErased(deps, item)) return { outcome: 'erased', isWritten: false };
  const isWanted = apply && (outcome === 'missing' || overwrite);
  const brought = (await deps.files?.bring(item, isWanted)) ?? item;
  if (typeof brought === 'string') return { outcome: brought, isWritten: false };
  if (!isWanted) return { outcome, isWritten: false };
  const isWritten = await deps.records.put(brought, present);
  return { outcome: isWritten ? outcome : 'changed', isWritten };
};

const compare = (
  item: StoredItem,
  present: StoredItem | undefined,
  files: FileRecovery | undefined,
): 'same' | 'missing' | 'different' => {
  if (present === undefined) return 'missing';
  // The file lies elsewhere now, and its record says so.
  const isBrought = files !== undefined && present.bucket === files.bucket;
  return isBrought || isSameItem(item, present) ? 'same' : 'different';
};

const isErased = async ({ erasures, records }: Deps, item: StoredItem): Promise<boolean> => {
  if (erasures === undefined) return false;
  const ids = erasedIdsOf(item, records.keyFields);
  const request = ownerRequestOf(item);
  const wanted = [...ids, ...(request === undefined ? [] : [request])];
  const found = await erasures.findMany(wanted.map((uploadId) => ({ uploadId })));
  return found.some(
    (entry, n) => entry !== undefined && (n < ids.length || isMeantBy(entry, item)),
  );
};
