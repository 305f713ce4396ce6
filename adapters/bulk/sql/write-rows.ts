import type { Unwritten } from '../../../core/bulk/ports.ts';
import type { Session } from './database.ts';
import { isRowRefusal } from './database-errors.ts';
import type { FileColumn } from './file-column.ts';
import { dropPending } from './pending-lines.ts';
import {
  type LogLine,
  type RowRecord,
  type RowState,
  settleRow,
  unwrittenLine,
} from './row-outcome.ts';
import { journalRows, selectRows, updateRows, writeLog } from './row-statements.ts';

type Found = { id: string; value: unknown; state: RowState };

type NextRow = { id: string; next: RowState };

/**
 * Writes rows, and returns the ids of those that were written: a trigger, a rule or row-level
 * security can keep a row as it is without an error.
 */
export const updatedIds = async (
  session: Session,
  column: FileColumn,
  rows: readonly NextRow[],
): Promise<ReadonlySet<string>> => {
  const next = JSON.stringify(rows.map(({ id, next: state }) => ({ id, ...state })));
  const written = await session.rows<{ id: string }>(updateRows(column), [next]);
  return new Set(written.map(({ id }) => id));
};

/** Rows after a write. `unwritten`: why the others stay as they are, by their ids. */
export type Updated = { written: ReadonlySet<string>; unwritten: ReadonlyMap<string, string> };

/** A way to write rows in a transaction. */
type Update = (session: Session, column: FileColumn, rows: readonly NextRow[]) => Promise<Updated>;

const keptSilently =
  'The database keeps its row from being written: a trigger, a rule or row-level security.';

/** Writes rows by one statement. Throws `StatementRefused` if the database refuses any. */
const updateTogether: Update = async (session, column, rows) => {
  const written = await updatedIds(session, column, rows);
  const kept = rows.filter(({ id }) => !written.has(id));
  return { written, unwritten: new Map(kept.map(({ id }) => [id, keptSilently])) };
};

/**
 * Writes each row by itself, so that one that a trigger or a constraint refuses stops no other.
 * Deferred constraints would speak only when all rows are written.
 */
const updateEach: Update = async (session, column, rows) => {
  const written = new Set<string>();
  const unwritten = new Map<string, string>();
  await session.rows('SET CONSTRAINTS ALL IMMEDIATE');
  for (const row of rows) {
    await session.rows('SAVEPOINT one_row');
    try {
      const one = await updateTogether(session, column, [row]);
      for (const id of one.written) written.add(id);
      for (const [id, reason] of one.unwritten) unwritten.set(id, reason);
      await session.rows('RELEASE SAVEPOINT one_row');
    } catch (error) {
      if (!isRowRefusal(error)) throw error;
      await session.rows('ROLLBACK TO SAVEPOINT one_row');
      unwritten.set(row.id, `The database refuses to write its row. ${error.message}`);
    }
  }
  return { written, unwritten };
};

/** `messageOf`: a message in the form that the log takes. */
export type WriteMode = { update: Update; messageOf: (text: string) => string };

export const allTogether: WriteMode = { update: updateTogether, messageOf: (text) => text };

/** Of other letters a database may have none: paths of this machine stand in messages, too. */
const inAscii = (text: string): string =>
  text.replace(/[^\0-\x7f]/gu, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`);

export const oneByOne: WriteMode = { update: updateEach, messageOf: inAscii };

const rowGone = 'Its row is gone from the table.';
const rowRenamed = 'Its row names another file by now.';

export type Writing = {
  column: FileColumn;
  urlOf: (key: string) => string;
  batchId: string;
  mode: WriteMode;
};

/** Writes what became of files into their rows, journal and log. Runs in a transaction. */
export async function writeRows(
  session: Session,
  { column, urlOf, batchId, mode }: Writing,
  records: Map<string, RowRecord[]>,
): Promise<Unwritten[]> {
  const found = await session.rows<Found>(selectRows(column), [[...records.keys()]]);
  const changed: { id: string; before: RowState; next: RowState }[] = [];
  const lines: LogLine[] = [];
  const there = new Set(found.map(({ id }) => id));
  const stale = [...records]
    .filter(([id]) => !there.has(id))
    .flatMap(([, gone]) => because(rowGone, gone));
  for (const row of found) {
    const outcome = settleRow(row, records.get(row.id) ?? [], { isList: column.isList, urlOf });
    stale.push(...because(rowRenamed, outcome.stale));
    lines.push(...outcome.lines);
    if (outcome.next) changed.push({ id: row.id, before: row.state, next: outcome.next });
  }
  await dropPending(session, column, [...records.values()].flat());
  if (changed.length === 0) return stale;
  const { written, unwritten } = await mode.update(session, column, changed);
  const kept = [...unwritten].map(([id, reason]) => ({ reason, of: records.get(id) ?? [] }));
  stale.push(...kept.flatMap(({ reason, of }) => because(reason, of)));
  const batch = [batchId, column.table, column.column];
  const noted = changed.filter(({ id }) => written.has(id));
  await session.rows(journalRows(column), [
    ...batch,
    JSON.stringify(noted.map(({ id, before }) => ({ id, before }))),
  ]);
  const told = [
    ...lines.filter(({ record_id: id }) => written.has(id)),
    ...kept.flatMap(({ reason, of }) => of.map((record) => unwrittenLine(record, reason))),
  ];
  const stored = told.map(({ error_message: message, ...line }) => ({
    ...line,
    error_message: message === null ? null : mode.messageOf(message),
  }));
  await session.rows(writeLog(column), [...batch, JSON.stringify(stored)]);
  return stale;
}

const because = (reason: string, records: readonly RowRecord[] = []): Unwritten[] =>
  records.map(({ recordId }) => ({ recordId, reason }));
