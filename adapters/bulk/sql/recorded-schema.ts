import { type FileColumn, tableIn } from './file-column.ts';
import { quoted } from './identifier.ts';

/** The recorded columns of a row and their types. Rows with several files have lists. */
const rowColumns = {
  s3_key: 'text',
  s3_url: 'text',
  checksum: 'text',
  migrated_at: 'timestamp with time zone',
  migration_status: 'text',
  migration_batch_id: 'text',
} as const;

export type RowColumn = keyof typeof rowColumns;

export const rowColumnNames = Object.keys(rowColumns) as RowColumn[];

/** A row's status. `partial`: some files of its list are migrated. */
export type RowStatus = 'migrated' | 'partial' | 'failed';

/**
 * One thing that has to be there. `column`: only for that column of files; otherwise all of the
 * schema's migrations share it.
 */
export type SchemaObject = {
  kind: 'table' | 'view' | 'function' | 'column' | 'index' | 'constraint';
  on: string;
  name: string;
  create: string;
  drop: string;
  shared: boolean;
  /** It only makes statements faster: databases of earlier batches lack it. */
  isExtra?: boolean;
};

/** `photo_path_s3_key` for `s3_key`. */
export const columnNameFor = ({ column }: FileColumn, name: RowColumn): string =>
  `${column}_${name}`;

const perItem: readonly RowColumn[] = ['s3_key', 's3_url', 'checksum'];

/** The type a row's column must have. */
export const columnTypeFor = ({ isList }: FileColumn, name: RowColumn): string =>
  isList && perItem.includes(name) ? 'jsonb' : rowColumns[name];

/** The columns of the log, in order. */
export const logColumns: Readonly<Record<string, string>> = {
  id: 'bigint',
  table_name: 'text',
  record_id: 'text',
  old_url: 'text',
  new_s3_url: 'text',
  migration_status: 'text',
  error_message: 'text',
  migrated_at: 'timestamp with time zone',
  created_at: 'timestamp with time zone',
};

/** Names of what all migrations of a schema share. */
export const names = {
  log: 's3_migration_log',
  progress: 's3_migration_progress',
  batches: 's3_migration_batches',
  rows: 's3_migration_rows',
  created: 's3_migration_created',
} as const;

/** A shared table or view in SQL. */
export const sharedIn = ({ schema }: FileColumn, name: keyof typeof names): string =>
  `${quoted(schema)}.${quoted(names[name])}`;

/**
 * The journal: recorded batches, the rows' former values, and the objects added to the schema. The
 * last batch removes the journal.
 */
export const journalTables = (column: FileColumn): string[] => [
  `CREATE TABLE IF NOT EXISTS ${sharedIn(column, 'created')} (
    kind text NOT NULL, on_name text NOT NULL, name text NOT NULL, file_column text NOT NULL,
    PRIMARY KEY (kind, on_name, name))`,
  `CREATE TABLE IF NOT EXISTS ${sharedIn(column, 'batches')} (
    batch_id text NOT NULL, table_name text NOT NULL, file_column text NOT NULL,
    prepared_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (batch_id, table_name, file_column))`,
  `CREATE TABLE IF NOT EXISTS ${sharedIn(column, 'rows')} (
    batch_id text NOT NULL, table_name text NOT NULL, file_column text NOT NULL,
    record_id text NOT NULL, before jsonb NOT NULL,
    log_ids bigint[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (batch_id, table_name, file_column, record_id))`,
];

const logStatuses = "'pending', 'migrated', 'skipped', 'failed', 'changed', 'rolled_back'";

/** $1: the log. Returns a row where an earlier version made it: it takes no `pending`. */
export const narrowLog = `SELECT 1 AS narrow FROM pg_constraint
  WHERE conname = 's3_migration_log_status' AND conrelid = to_regclass($1)
  AND pg_get_constraintdef(oid) NOT LIKE '%pending%'`;

/** Lets a log of an earlier version take all statuses. */
export const widenLog = (column: FileColumn): string =>
  `ALTER TABLE ${sharedIn(column, 'log')} DROP CONSTRAINT s3_migration_log_status,
    ADD CONSTRAINT s3_migration_log_status CHECK (migration_status IN (${logStatuses})) NOT VALID`;

/**
 * Counts each file once, by its last line; `files` are all that the table names, the denominator.
 * A view is replaced by one that has further columns at its end.
 */
export const progressView = (
  column: FileColumn,
): string => `CREATE OR REPLACE VIEW ${sharedIn(column, 'progress')} AS
  SELECT table_name, count(*) AS files,
    count(*) FILTER (WHERE migration_status = 'migrated') AS migrated,
    count(*) FILTER (WHERE migration_status = 'failed') AS failed,
    count(*) FILTER (WHERE migration_status = 'changed') AS changed,
    count(*) FILTER (WHERE migration_status = 'rolled_back') AS rolled_back,
    max(migrated_at) AS last_migrated_at,
    count(*) FILTER (WHERE migration_status = 'skipped') AS skipped,
    count(*) FILTER (WHERE migration_status = 'pending') AS pending,
    round(100.0 * count(*) FILTER (WHERE migration_status IN ('migrated', 'skipped')) / count(*), 1)
      AS percent
  FROM (SELECT DISTINCT ON (table_name, record_id, old_url) * FROM ${sharedIn(column, 'log')}
    ORDER BY table_name, record_id, old_url, id DESC) AS latest
  GROUP BY table_name`;

/**
 * Everything a column of files needs, in the order it is made. No index on the old table: building
 * one would stop its writers.
 */
export const neededObjects = (column: FileColumn): SchemaObject[] => [
  {
    kind: 'table',
    on: names.log,
    name: names.log,
    create: logTable(column),
    drop: `DROP TABLE IF EXISTS ${sharedIn(column, 'log')}`,
    shared: true,
  },
  logIndex(column, 's3_migration_log_record', '(table_name, record_id)'),
  logIndex(column, 's3_migration_log_status', '(migration_status)'),
  // A URL may be longer than a B-tree takes.
  { ...logIndex(column, 's3_migration_log_url', 'USING hash (new_s3_url)'), isExtra: true },
  {
    kind: 'view',
    on: names.progress,
    name: names.progress,
    create: progressView(column),
    drop: `DROP VIEW IF EXISTS ${sharedIn(column, 'progress')}`,
    shared: true,
  },
  urlFunction(column),
  ...rowColumnNames.map((name) => addedColumn(column, name)),
  statusCheck(column),
];

const logTable = (column: FileColumn): string => `CREATE TABLE ${sharedIn(column, 'log')} (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, table_name text NOT NULL,
    record_id text NOT NULL, old_url text NOT NULL, new_s3_url text,
    migration_status text NOT NULL CONSTRAINT s3_migration_log_status
    CHECK (migration_status IN (${logStatuses})),
    error_message text, migrated_at timestamptz, created_at timestamptz NOT NULL DEFAULT now())`;

const logIndex = (column: FileColumn, name: string, columns: string): SchemaObject => ({
  kind: 'index',
  on: names.log,
  name,
  create: `CREATE INDEX ${quoted(name)} ON ${sharedIn(column, 'log')} ${columns}`,
  drop: `DROP INDEX IF EXISTS ${quoted(column.schema)}.${quoted(name)}`,
  shared: true,
});

/** For statements of the application: where the file of an id is, or will be. */
const urlFunction = ({ schema }: FileColumn): SchemaObject => {
  const name = 'generate_s3_url';
  const own = `${quoted(schema)}.${name}`;
  const key =
    "regexp_replace('/' || trim(both '/' from folder), '/$', '') || '/' || " +
    "file_id || regexp_replace('.' || ltrim(extension, '.'), '\\.$', '')";
  return {
    kind: 'function',
    on: name,
    name,
    create: `CREATE FUNCTION ${own}(bucket text, folder text, file_id text, extension text)
      RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT 'https://' || bucket ||
      '.s3.amazonaws.com' || ${escapedKey(key)} $$`,
    drop: `DROP FUNCTION IF EXISTS ${own}(text, text, text, text)`,
    shared: true,
  };
};

/** A SQL expression: a key as the path of a URL, each byte beyond RFC 3986's unreserved escaped. */
const escapedKey = (key: string): string => `(SELECT string_agg(CASE
      WHEN byte < 128 AND chr(byte) ~ '[A-Za-z0-9_.~/-]' THEN chr(byte)
      ELSE '%' || upper(lpad(to_hex(byte), 2, '0')) END, '' ORDER BY place)
    FROM (SELECT place, get_byte(bytes, place) AS byte
      FROM (SELECT convert_to(${key}, 'UTF8') AS bytes) AS key,
        generate_series(0, length(bytes) - 1) AS place) AS spelled)`;

const addedColumn = (column: FileColumn, name: RowColumn): SchemaObject => ({
  kind: 'column',
  on: column.table,
  name: columnNameFor(column, name),
  create:
    `ALTER TABLE ${tableIn(column)} ADD COLUMN ${quoted(columnNameFor(column, name))} ` +
    `${columnTypeFor(column, name)}`,
  drop:
    `ALTER TABLE ${tableIn(column)} DROP COLUMN IF EXISTS ` +
    `${quoted(columnNameFor(column, name))}`,
  shared: false,
});

/** The check on the rows' status. NOT VALID: validating reads the whole table locked. */
const statusCheck = (column: FileColumn): SchemaObject => {
  const name = `${column.column}_migration_status_check`;
  const status = quoted(columnNameFor(column, 'migration_status'));
  const create =
    `ALTER TABLE ${tableIn(column)} ADD CONSTRAINT ${quoted(name)} ` +
    `CHECK (${status} IN ('migrated', 'partial', 'failed')) NOT VALID`;
  const drop = `ALTER TABLE ${tableIn(column)} DROP CONSTRAINT IF EXISTS ${quoted(name)}`;
  return { kind: 'constraint', on: column.table, name, create, drop, shared: false };
};
