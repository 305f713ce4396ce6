import { uploadStatuses } from '../../../core/uploads/model/upload.ts';
import { quoted } from '../sql/identifier.ts';
import { indexedColumns, uploadColumns } from './upload-row.ts';

/** A table of uploads, by its schema and name. */
export type CopyTable = { schema: string; name: string };

const exportsTable = 'keepsake_exports';
const seenTable = 'keepsake_exports_seen';

const columns = Object.keys(uploadColumns);
const listed = columns.map(quoted).join(', ');

const typed = Object.entries(uploadColumns)
  .map(([name, type]) => `${quoted(name)} ${type.split(' ')[0]}`)
  .join(', ');

const statuses = uploadStatuses.map((status) => `'${status}'`).join(', ');

/** Statements over one table of uploads and the record of its passes, both in its schema. */
export const copyStatements = ({ schema, name }: CopyTable) => {
  const within = (table: string): string => `${quoted(schema)}.${quoted(table)}`;
  const [table, state, seen] = [within(name), within(exportsTable), within(seenTable)];
  const definition = Object.entries(uploadColumns).map(([column, type]) => `${column} ${type}`);
  return {
    /** The record of passes. `run` is the one that works on the table. */
    record: [
      `CREATE TABLE IF NOT EXISTS ${state} (
        table_name text PRIMARY KEY, registry text NOT NULL, run text NOT NULL, position text,
        started_at timestamptz NOT NULL DEFAULT now(), finished_at timestamptz)`,
      `CREATE TABLE IF NOT EXISTS ${seen} (
        table_name text NOT NULL, id text NOT NULL, PRIMARY KEY (table_name, id))`,
    ],
    make: [
      `CREATE TABLE ${table} (${definition.join(', ')},
        CONSTRAINT ${quoted(`${name}_status_check`)} CHECK (status IN (${statuses})))`,
      ...indexedColumns.map(
        (column) => `CREATE INDEX ${quoted(`idx_${name}_${column}`)} ON ${table} (${column})`,
      ),
    ],
    /** Returns `there`. */
    isThere: `SELECT to_regclass('${table.replaceAll("'", "''")}') IS NOT NULL AS there`,
    /** $1: the table. Waits for a pass that is writing. */
    find: `SELECT registry, position FROM ${state} WHERE table_name = $1 FOR UPDATE`,
    /** $1: the table. */
    forget: `DELETE FROM ${state} WHERE table_name = $1`,
    /** $1: the table. */
    clearSeen: `DELETE FROM ${seen} WHERE table_name = $1`,
    /** $1: the table, $2: registry, $3: run. */
    takeOver: `INSERT INTO ${state} AS old (table_name, registry, run) VALUES ($1, $2, $3)
      ON CONFLICT (table_name) DO UPDATE SET run = $3,
      started_at = CASE WHEN old.position IS NULL THEN now() ELSE old.started_at END`,
    /** $1: the table, $2: run. */
    hold: `SELECT 1 AS held FROM ${state} WHERE table_name = $1 AND run = $2 FOR UPDATE`,
    /** $1: rows. Rows that say the same already are not touched. */
    upsert: `WITH written AS (
        INSERT INTO ${table} AS old (${listed})
        SELECT ${listOf('new')} FROM jsonb_to_recordset($1::jsonb) AS new (${typed})
        ON CONFLICT (id) DO UPDATE
        SET ${columns.map((column) => `${quoted(column)} = excluded.${quoted(column)}`).join(', ')}
        WHERE (${listOf('old')}) IS DISTINCT FROM (${listOf('excluded')}) RETURNING 1)
      SELECT count(*)::int AS count FROM written`,
    /** $1: the table, $2: ids. */
    see: `INSERT INTO ${seen} SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING`,
    /** $1: the table, $2: where the pass continues. */
    move: `UPDATE ${state} SET position = $2 WHERE table_name = $1`,
    /** $1: the table. */
    removeUnseen: `WITH removed AS (
        DELETE FROM ${table} AS old WHERE NOT EXISTS (
          SELECT FROM ${seen} AS seen WHERE seen.table_name = $1 AND seen.id = old.id) RETURNING 1)
      SELECT count(*)::int AS count FROM removed`,
    /** $1: the table. */
    end: `UPDATE ${state} SET position = NULL, finished_at = now() WHERE table_name = $1`,
  };
};

const listOf = (row: string): string => columns.map((name) => `${row}.${quoted(name)}`).join(', ');
