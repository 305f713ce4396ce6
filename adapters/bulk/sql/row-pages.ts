import { andCurrent, type FileColumn, tableIn, valueIn } from './file-column.ts';
import { quoted } from './identifier.ts';
import { keyIs, keyOrderIn, keyTextIn } from './row-key.ts';

/** Columns that say whose a row's files are, and of which media type. */
export type DetailColumns = { owner?: string; partner?: string; type?: string };

const detailNames = ['owner', 'partner', 'type'] as const;

/** The columns' names. */
export const namesOf = (details: DetailColumns): string[] =>
  detailNames.map((name) => details[name]).filter((name) => name !== undefined);

/**
 * Rows read at once; each page is a short statement of its own, so that a listing of hours holds
 * nothing open in the database.
 */
export const pageRows = 1000;

/** The rows after an id, from it on, or with it; without one, the first rows. */
export type Comparison = '>' | '>=' | '=';

/** $1: the id, of a comparison. A page of the rows that name files. */
export const pageOf = (
  column: FileColumn,
  details: DetailColumns,
  comparison: Comparison | undefined,
): string => {
  // Names are qualified: an unqualified ORDER BY would take the text of the id, and with it another
  // order than the comparison.
  const where = comparison ? `AND ${keyIs(column, comparison, '$1')}` : '';
  const labels = detailNames.map((name) =>
    details[name] === undefined ? '' : `, old.${quoted(details[name])}::text AS ${name}`,
  );
  return `SELECT ${keyTextIn(column)} AS id, ${valueIn(column)} AS value${labels.join('')}
    FROM ${tableIn(column)} AS old
    WHERE old.${quoted(column.column)} IS NOT NULL ${andCurrent(column)} ${where}
    ORDER BY ${keyOrderIn(column)} LIMIT ${pageRows}`;
};
