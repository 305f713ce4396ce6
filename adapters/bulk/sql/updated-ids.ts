import type { Session } from './database.ts';
import { isRowRefusal } from './database-errors.ts';
import type { FileColumn } from './file-column.ts';
import type { RowState } from './row-outcome.ts';
import { updateRows } from './row-statements.ts';

type NextRow = { id: string; next: RowState };

/**
 * Writes rows, and answers the ids of those that were written: a trigger, a rule or row-level
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

/** Writes rows by one statement. Throws `StatementRefused` when the database refuses one of them. */
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
