import { type FileColumn, tableIn, valueIn } from './file-column.ts';
import { quoted } from './identifier.ts';
import { columnNameFor, columnTypeFor, rowColumnNames, sharedIn } from './recorded-schema.ts';
import { keyIs, keyIsAmong, keyOrderIn, keyTextIn } from './row-key.ts';

/** $1: batch, $2: table, $3: column of files. Returns a row while the batch is prepared. */
export const findRecorded = (column: FileColumn): string =>
  `SELECT 1 AS row FROM ${sharedIn(column, 'batches')} WHERE batch_id = $1
    AND table_name = $2 AND file_column = $3 FOR SHARE`;

/** $1: ids as texts. Locks rows in one order, the same in all sessions: no deadlocks. */
export const selectRows = (column: FileColumn): string => {
  const state = rowColumnNames
    .map((name) => `'${name}', old.${quoted(columnNameFor(column, name))}`)
    .join(', ');
  return `SELECT ${keyTextIn(column)} AS id, ${valueIn(column)} AS value,
    jsonb_build_object(${state}) AS state
    FROM ${tableIn(column)} AS old WHERE ${keyIsAmong(column, '$1')}
    ORDER BY ${keyOrderIn(column)} FOR UPDATE OF old`;
};

/**
 * $1: batch, $2: table, $3: column of files, $4: `[{id, before}]`. Notes once the value that each
 * row had before the batch.
 */
export const journalRows = (column: FileColumn): string =>
  `INSERT INTO ${sharedIn(column, 'rows')} (batch_id, table_name, file_column, record_id, before)
    SELECT $1, $2, $3, old.id, old.before FROM jsonb_to_recordset($4::jsonb) AS old
    (id text, before jsonb) ON CONFLICT DO NOTHING`;

/** $1: rows with their new state. Returns the ids of those that triggers and rules let pass. */
export const updateRows = (column: FileColumn): string =>
  `UPDATE ${tableIn(column)} AS old SET ${assignments(column)}
    FROM jsonb_to_recordset($1::jsonb) AS new (id text, ${typedColumns(column)})
    WHERE ${keyIs(column, '=', 'new.id')} RETURNING new.id`;

const assignments = (column: FileColumn): string =>
  rowColumnNames.map((name) => `${quoted(columnNameFor(column, name))} = new.${name}`).join(', ');

const typedColumns = (column: FileColumn): string =>
  rowColumnNames.map((name) => `${name} ${columnTypeFor(column, name)}`).join(', ');

/** $1: batch, $2: table, $3: column, $4: lines. Notes which lines are the batch's. */
export const writeLog = (column: FileColumn): string =>
  `WITH lines AS (
      INSERT INTO ${sharedIn(column, 'log')} (table_name, record_id, old_url, new_s3_url,
      migration_status, error_message, migrated_at)
      SELECT $2, * FROM jsonb_to_recordset($4::jsonb) AS line (record_id text, old_url text,
      new_s3_url text, migration_status text,
        error_message text, migrated_at timestamptz) RETURNING id, record_id)
    UPDATE ${sharedIn(column, 'rows')} AS journal SET log_ids = journal.log_ids || added.ids
    FROM (SELECT record_id, array_agg(id ORDER BY id) AS ids FROM lines GROUP BY record_id) AS added
    WHERE journal.batch_id = $1 AND journal.table_name = $2 AND journal.file_column = $3
    AND journal.record_id = added.record_id`;

const arrived = "migration_status IN ('migrated', 'skipped')";

/**
 * $1: batch, $2: table, $3: column of files, $4: URLs. Returns those of them that the last line of
 * a file names which is not the batch's own.
 */
export const namedUrls = (column: FileColumn): string => {
  const log = sharedIn(column, 'log');
  return `SELECT DISTINCT line.new_s3_url AS url FROM ${log} AS line
    WHERE line.new_s3_url = ANY ($4::text[]) AND line.${arrived}
    AND NOT EXISTS (SELECT FROM ${sharedIn(column, 'rows')} AS mine WHERE mine.batch_id = $1
      AND mine.table_name = $2 AND mine.file_column = $3 AND line.table_name = $2
      AND mine.record_id = line.record_id AND line.id = ANY (mine.log_ids))
    AND NOT EXISTS (SELECT FROM ${log} AS later WHERE later.table_name = line.table_name
      AND later.record_id = line.record_id AND later.old_url = line.old_url
      AND later.id > line.id AND later.${arrived})`;
};

const ours = 'mine.batch_id = $1 AND mine.table_name = $2 AND mine.file_column = $3';

/**
 * The statements that take single files back; each takes batch, table and column of files, then ids
 * of rows (`log`: `[{record_id, old_url}]`).
 */
export const returnRows = (column: FileColumn) => {
  const journal = sharedIn(column, 'rows');
  return {
    journal: `SELECT mine.record_id AS id, mine.before FROM ${journal} AS mine WHERE ${ours}
      AND mine.record_id = ANY ($4::text[])`,
    pass: `${undoRows(column).pass} AND mine.record_id = ANY ($4::text[])`,
    log: `UPDATE ${sharedIn(column, 'log')} AS line SET migration_status = 'rolled_back'
      FROM ${journal} AS mine, jsonb_to_recordset($4::jsonb) AS file (record_id text, old_url text)
      WHERE ${ours} AND mine.record_id = file.record_id AND line.id = ANY (mine.log_ids)
      AND line.old_url = file.old_url
      AND line.${arrived}`,
    forget: `DELETE FROM ${journal} AS mine WHERE ${ours} AND mine.record_id = ANY ($4::text[])`,
  };
};

/**
 * The statements of an undo, in order; each takes batch, table and column of files. `restore` and
 * `forget` answer how many they touched.
 */
export const undoRows = (column: FileColumn) => {
  const journal = sharedIn(column, 'rows');
  return {
    /** A newer batch must not bring back values that this rollback removes. */
    pass: `UPDATE ${journal} AS later SET before = mine.before FROM ${journal} AS mine
      WHERE ${ours} AND later.batch_id <> $1 AND later.before ->> 'migration_batch_id' = $1
      AND (later.table_name, later.file_column, later.record_id)
        = (mine.table_name, mine.file_column, mine.record_id)`,
    restore: `WITH restored AS (UPDATE ${tableIn(column)} AS old SET ${assignments(column)}
      FROM ${journal} AS mine CROSS JOIN LATERAL jsonb_to_record(mine.before) AS new
        (${typedColumns(column)})
      WHERE ${ours} AND ${keyIs(column, '=', 'mine.record_id')}
      AND old.${batchColumn(column)} = $1 RETURNING 1)
      SELECT count(*) AS count FROM restored`,
    log: `UPDATE ${sharedIn(column, 'log')} SET migration_status = 'rolled_back'
      WHERE ${arrived}
      AND id IN (SELECT unnest(mine.log_ids) FROM ${journal} AS mine WHERE ${ours})`,
    forget: `WITH forgotten AS (DELETE FROM ${journal} AS mine WHERE ${ours} RETURNING 1)
      SELECT count(*) AS count FROM forgotten`,
  };
};

const batchColumn = (column: FileColumn): string =>
  quoted(columnNameFor(column, 'migration_batch_id'));

/** Rows that say they were migrated and do not say to where. */
export const countBroken = (column: FileColumn): string => {
  const name = (part: Parameters<typeof columnNameFor>[1]): string =>
    quoted(columnNameFor(column, part));
  return `SELECT count(*) AS count FROM ${tableIn(column)}
    WHERE ${name('migration_status')} = 'migrated'
    AND (${name('s3_key')} IS NULL OR ${name('s3_url')} IS NULL OR ${name('checksum')} IS NULL OR
    ${name('migration_batch_id')} IS NULL)`;
};
