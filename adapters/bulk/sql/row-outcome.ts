import type { BatchRecord } from '../../../core/bulk/model/batch.ts';
import type { SourceRow } from '../../../core/bulk/model/transfer.ts';
import type { RowColumn, RowStatus } from './recorded-schema.ts';
import { type FoundRow, filesOfRow, storable } from './row-files.ts';

/** A record that names a row. */
export type RowRecord = BatchRecord & { row: SourceRow };

/** A row's values for its files: one value each, or lists in their order. */
export type RowState = Record<RowColumn, unknown>;

/** One line of the log. */
export type LogLine = {
  record_id: string;
  old_url: string;
  new_s3_url: string | null;
  migration_status: string;
  error_message: string | null;
  migrated_at: string | null;
};

/** A row after some of its files were settled; without `next` nothing is to be written. */
export type RowOutcome = { next?: RowState; lines: LogLine[]; stale: RowRecord[] };

type Settings = { isList: boolean; urlOf: (key: string) => string };
type Current = FoundRow & { state: RowState };

/** True for records that say what became of a row's file. */
export const hasOutcome = (record: BatchRecord): record is RowRecord =>
  record.row !== undefined &&
  (['transferred', 'skipped', 'failed', 'changed'] as const).some(
    (status) => status === record.status,
  );

/** The list with `value` at `index`; a value of its own where a row names one file. */
export const placed = (value: unknown, list: unknown, index: number | undefined): unknown => {
  if (index === undefined) return value;
  const items = Array.isArray(list) ? [...list] : [];
  while (items.length <= index) items.push(null);
  items[index] = value;
  return items;
};

/** A row's value for one of its files. */
export const itemOf = (value: unknown, index: number | undefined): unknown =>
  index === undefined ? value : Array.isArray(value) ? value[index] : undefined;

/** The line of a file whose row the database did not let be written. */
export const unwrittenLine = ({ row }: RowRecord, reason: string): LogLine => ({
  record_id: row.id,
  old_url: row.value,
  new_s3_url: null,
  migration_status: 'changed',
  error_message: storable(reason),
  migrated_at: null,
});

/** Of a row of several files: all, some or none of them have a key. */
export const statusOfList = (keys: unknown, wanted: readonly (number | undefined)[]): RowStatus => {
  const there = wanted.filter((index) => typeof itemOf(keys, index) === 'string').length;
  return there === wanted.length ? 'migrated' : there === 0 ? 'failed' : 'partial';
};

/** The row's values once these records settle. Files it no longer names are `stale`. */
export function settleRow(
  current: Current,
  records: readonly RowRecord[],
  { isList, urlOf }: Settings,
): RowOutcome {
  const files = filesOfRow(current, { table: '', column: '' });
  const names = ({ row }: RowRecord): boolean =>
    files.some((file) => file.row.index === row.index && file.row.value === row.value);
  const lines: LogLine[] = [];
  let next: RowState | undefined;
  for (const record of records.filter(names)) {
    const state: RowState = next ?? current.state;
    const url = urlOf(record.key);
    const hasFile = hasArrived(record);
    const after = hasFile ? arrived(state, record, url) : failed(state, record);
    if (!after) continue;
    next = after;
    lines.push(lineOf(record, hasFile ? url : null));
  }
  if (next && isList)
    next.migration_status = statusOfList(
      next.s3_key,
      files.map(({ row }) => row.index),
    );
  return {
    ...(next && { next }),
    lines,
    stale: records.filter((record) => !names(record)),
  };
}

type ArrivedRecord = RowRecord & { sha256: string };

/** Skipped without a hash, something else is under the key. */
const hasArrived = (record: RowRecord): record is ArrivedRecord =>
  (record.status === 'transferred' || record.status === 'skipped') && record.sha256 !== undefined;

const arrived = (state: RowState, record: ArrivedRecord, url: string): RowState | undefined => {
  const { index } = record.row;
  const facts = { s3_key: record.key, s3_url: url, checksum: hexOf(record.sha256) };
  const known = state.migration_batch_id === record.batchId && state.migration_status !== 'failed';
  if (
    known &&
    Object.entries(facts).every(
      ([name, value]) => itemOf(state[name as RowColumn], index) === value,
    )
  )
    return undefined;
  const items = Object.entries(facts).map(([name, value]) => [
    name,
    placed(value, state[name as RowColumn], index),
  ]);
  return {
    ...state,
    ...Object.fromEntries(items),
    migrated_at: record.updatedAt,
    migration_status: 'migrated',
    migration_batch_id: record.batchId,
  };
};

const hexOf = (base64: string): string => Buffer.from(base64, 'base64').toString('hex');

const failed = (state: RowState, { batchId, row }: RowRecord): RowState | undefined =>
  row.index === undefined &&
  state.migration_status === 'failed' &&
  state.migration_batch_id === batchId
    ? undefined
    : { ...state, migration_status: 'failed', migration_batch_id: batchId };

const lineOf = (record: RowRecord, url: string | null): LogLine => ({
  record_id: record.row.id,
  old_url: record.row.value,
  new_s3_url: url,
  migration_status: logStatusOf(record, url),
  error_message:
    url === null
      ? storable(record.failure?.message ?? record.reason ?? `The file was ${record.status}.`)
      : null,
  migrated_at: url === null ? null : record.updatedAt,
});

/** `skipped`: the same bytes were under the key before. */
const logStatusOf = ({ status }: RowRecord, url: string | null): string => {
  if (url !== null) return status === 'skipped' ? 'skipped' : 'migrated';
  return status === 'changed' ? 'changed' : 'failed';
};
