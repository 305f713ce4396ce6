import type { Session } from './database.ts';
import type { FileColumn } from './file-column.ts';
import type { RowState } from './row-outcome.ts';
import { updateRows } from './row-statements.ts';

/**
 * Writes rows, and answers the ids of those that were written: a trigger, a rule or row-level
 * security can keep a row as it is without an error.
 */
export const updatedIds = async (
  session: Session,
  column: FileColumn,
  rows: readonly { id: string; next: RowState }[],
): Promise<ReadonlySet<string>> => {
  const next = JSON.stringify(rows.map(({ id, next: state }) => ({ id, ...state })));
  const written = await session.rows<{ id: string }>(updateRows(column), [next]);
  return new Set(written.map(({ id }) => id));
};
