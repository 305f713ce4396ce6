import type { RowsFinding } from '../../../core/bulk/ports.ts';
import type { Session } from './database.ts';
import type { FileColumn } from './file-column.ts';
import { journalProblems } from './journal-guard.ts';
import { findPresent, missingLogColumns, missingObjects, wrongTypes } from './present-objects.ts';
import { names, neededObjects } from './recorded-schema.ts';
import { countBroken } from './row-statements.ts';

/**
 * One finding for each table, view, column, index and constraint, one for the types of columns, one
 * for the roles that may write the journal, and one for the rows.
 */
export async function checkSchema(session: Session, column: FileColumn): Promise<RowsFinding[]> {
  const present = await findPresent(session, column);
  const missing = missingObjects(column, present);
  const wanted = neededObjects(column).filter(({ isExtra = false }) => !isExtra);
  const things = wanted.map((needed) => {
    const isMissing = missing.some(
      ({ kind, on, name }) => kind === needed.kind && on === needed.on && name === needed.name,
    );
    const where = needed.name === needed.on ? '' : ` of ${needed.on}`;
    return finding(
      `${needed.kind} ${needed.name}${where}`,
      isMissing ? `The ${needed.kind} is missing. Prepare the batch again.` : undefined,
    );
  });
  const wrong = [
    ...wrongTypes(column, present),
    ...missingLogColumns(present).map((name) => `${names.log} has no column ${name}`),
  ];
  const rows = missing.some(({ kind }) => kind === 'column')
    ? []
    : [await checkRows(session, column)];
  const open = await journalProblems(session, column);
  return [
    ...things,
    finding('types of columns', wrong.length === 0 ? undefined : `${wrong.join('; ')}.`),
    finding('rights to the journal', open.length === 0 ? undefined : open.join(' ')),
    ...rows,
  ];
}

const finding = (what: string, message?: string): RowsFinding => ({
  what,
  ok: message === undefined,
  ...(message !== undefined && { message }),
});

async function checkRows(session: Session, column: FileColumn): Promise<RowsFinding> {
  const [{ count } = { count: '0' }] = await session.rows<{ count: string }>(countBroken(column));
  return finding(
    `rows of ${column.table}`,
    count === '0'
      ? undefined
      : `${count} say they were migrated, and lack key, URL, checksum or batch.`,
  );
}
