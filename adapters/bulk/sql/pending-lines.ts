import type { Session } from './database.ts';
import { andCurrent, type FileColumn, jsonbIn, tableIn } from './file-column.ts';
import { sharedIn } from './recorded-schema.ts';
import { keyIs, keyOrderIn, keyTextIn } from './row-key.ts';
import type { RowRecord } from './row-outcome.ts';

/** Rows a statement reads: each is short, so that nothing stays open in the database for long. */
export const pendingPageRows = 5000;

/** Longer values name no file. Their lines say `failed`, and are counted then. */
const maxValueChars = 2048;

type Page = { count: number; last: string | null };

/**
 * $1: the table, $2: the id of the page before. Adds a line for each file that a row names and that
 * has none. An index answers which files have one.
 */
export const addPage = (column: FileColumn, after: string | undefined): string => {
  const [order, value] = [keyOrderIn(column), jsonbIn(column)];
  const log = sharedIn(column, 'log');
  return `WITH page AS (
      SELECT ${keyTextIn(column)} AS record_id, ${value} AS value,
        row_number() OVER (ORDER BY ${order}) AS place FROM ${tableIn(column)} AS old
      WHERE ${value} IS NOT NULL ${andCurrent(column)}
        ${after === undefined ? '' : `AND ${keyIs(column, '>', '$2')}`}
      ORDER BY ${order} LIMIT ${pendingPageRows}),
    items AS (
      SELECT record_id, CASE jsonb_typeof(item) WHEN 'object' THEN
        coalesce(nullif(item -> 'path', 'null'), item -> 'url') ELSE item END AS item
      FROM page CROSS JOIN LATERAL jsonb_array_elements(CASE jsonb_typeof(page.value)
        WHEN 'array' THEN page.value ELSE jsonb_build_array(page.value) END) AS item),
    files AS (
      SELECT DISTINCT record_id, item #>> '{}' AS old_url FROM items
      WHERE jsonb_typeof(item) = 'string'),
    added AS (
      INSERT INTO ${log} (table_name, record_id, old_url, migration_status)
      SELECT $1, record_id, old_url, 'pending' FROM files
      WHERE old_url <> '' AND length(old_url) <= ${maxValueChars} AND NOT EXISTS (
        SELECT FROM ${log} AS line WHERE line.table_name = $1
        AND line.record_id = files.record_id AND line.old_url = files.old_url))
    SELECT count(*)::int AS count, (SELECT record_id FROM page ORDER BY place DESC LIMIT 1) AS last
    FROM page`;
};

/** Logs every file of the table without a line as `pending`: the progress's denominator. */
export async function addPending(session: Session, column: FileColumn): Promise<void> {
  for (let after: string | undefined; ; ) {
    const values = after === undefined ? [column.table] : [column.table, after];
    const [page] = await session.rows<Page>(addPage(column, after), values);
    if (!page?.last || page.count < pendingPageRows) return;
    after = page.last;
  }
}

/** Files that were tried are no longer pending, also those that their row no longer names. */
export const dropPending = (
  session: Session,
  column: FileColumn,
  records: readonly RowRecord[],
): Promise<unknown> =>
  session.rows(
    `DELETE FROM ${sharedIn(column, 'log')} AS line
      USING jsonb_to_recordset($2::jsonb) AS file (record_id text, old_url text)
      WHERE line.table_name = $1 AND line.record_id = file.record_id
      AND line.old_url = file.old_url AND line.migration_status = 'pending'`,
    [
      column.table,
      JSON.stringify(records.map(({ row }) => ({ record_id: row.id, old_url: row.value }))),
    ],
  );
