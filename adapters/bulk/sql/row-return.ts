import type { RowColumn } from './recorded-schema.ts';
import { filesOfRow } from './row-files.ts';
import { itemOf, placed, type RowState, statusOfList } from './row-outcome.ts';

/** A row as it is, and what it said before the batch. */
export type Journaled = { id: string; value: unknown; state: RowState; before: RowState };

/** A row after files were restored. `isDone`: it names no more files of the batch. */
export type ReturnedRow = { next: RowState; isDone: boolean };

const perFile: readonly RowColumn[] = ['s3_key', 's3_url', 'checksum'];

/** The row's values after these files are restored; the other files of a list stay. */
export function returnRow(
  { id, value, state, before }: Journaled,
  indexes: readonly (number | undefined)[],
): ReturnedRow {
  const items = indexes.filter((index) => index !== undefined);
  if (items.length < indexes.length) return { next: before, isDone: true };
  const next = items.reduce((row, index) => withItemOf(row, before, index), state);
  if (isSame(next, before)) return { next: before, isDone: true };
  const wanted = filesOfRow({ id, value }, { table: '', column: '' }).map(({ row }) => row.index);
  return { next: { ...next, migration_status: statusOfList(next.s3_key, wanted) }, isDone: false };
}

const withItemOf = (state: RowState, before: RowState, index: number): RowState => ({
  ...state,
  ...Object.fromEntries(
    perFile.map((name) => [name, placed(itemOf(before[name], index) ?? null, state[name], index)]),
  ),
});

const isSame = (next: RowState, before: RowState): boolean =>
  perFile.every((name) =>
    Array.from({ length: Math.max(lengthOf(next[name]), lengthOf(before[name])) }).every(
      (_, index) => (itemOf(next[name], index) ?? null) === (itemOf(before[name], index) ?? null),
    ),
  );

const lengthOf = (list: unknown): number => (Array.isArray(list) ? list.length : 0);
