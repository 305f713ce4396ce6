import { InvalidInput } from '../../../core/errors.ts';
import type { Session } from './database.ts';
import { quoted } from './identifier.ts';

/** The operator's options `--table`, `--id` and `--column`. */
export type FileColumnNames = { table: string; id: string; column: string };

/**
 * A column whose values name files, as the database has it. `isList`: each value holds several.
 * `isPadded`: PostgreSQL fills its values up with blanks.
 */
export type FileColumn = FileColumnNames & {
  schema: string;
  idType: string;
  isList: boolean;
  isPadded: boolean;
};

type Found = {
  schema: string;
  table: string;
  kind: string;
  parent: boolean;
  column: string | null;
  type: string | null;
  category: string | null;
  required: boolean;
  unique: boolean;
};

const findColumns = `
  SELECT n.nspname AS schema, c.relname AS table, c.relkind::text AS kind,
  EXISTS (SELECT FROM pg_inherits h WHERE h.inhparent = c.oid) AS parent, a.attname AS column,
  format_type(a.atttypid, a.atttypmod) AS type,
    t.typcategory::text AS category, coalesce(a.attnotnull, false) AS required,
    EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid
    AND i.indpred IS NULL
      AND i.indnkeyatts = 1 AND i.indkey[0] = a.attnum) AS unique
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = ANY ($2::text[]) AND a.attnum > 0
  AND NOT a.attisdropped
  LEFT JOIN pg_type t ON t.oid = a.atttypid
  WHERE c.oid = to_regclass($1)`;

/** Relations of PostgreSQL that are no tables, by their kind. */
const kinds: Readonly<Record<string, string>> = {
  v: 'a view: name the table behind it',
  m: 'a materialized view: name the table behind it',
  f: 'a foreign table: migrate in the database that has it',
};

const refuse = (field: string, message: string): InvalidInput =>
  new InvalidInput([{ field, message }]);

/** A name in quotes, as SQL writes one with a dot in it, or a name without dots. */
const nameParts = /"((?:[^"]|"")+)"(?=\.|$)|([^.]+)/g;

/** `photos`, `archive.photos` or `"old.site".photos`; names are taken as written, capitals too. */
const qualified = (table: string): string =>
  [...table.matchAll(nameParts)]
    .map(([, inQuotes, plain = '']) => quoted(inQuotes?.replaceAll('""', '"') ?? plain))
    .join('.');

/** The longest ending a column gets: `_migration_batch_id`. */
const maxColumnBytes = 63 - 19;

const isText = ({ category }: Found): boolean => category === 'S';

const isList = ({ category, type }: Found): boolean =>
  category === 'A' || type === 'jsonb' || type === 'json';

const isPadded = ({ type }: Found): boolean =>
  /^(?:character\b(?! varying)|bpchar)/.test(`${type}`);

/**
 * Looks a column up. Throws `InvalidInput` when it cannot name files, or when rows cannot be told
 * apart by the id.
 */
export async function findFileColumn(
  session: Session,
  names: FileColumnNames,
): Promise<FileColumn> {
  if (Buffer.byteLength(names.column) > maxColumnBytes)
    throw refuse('column', `Its name may have ${maxColumnBytes} bytes at most.`);
  const found = await session.rows<Found>(findColumns, [
    qualified(names.table),
    [names.id, names.column],
  ]);
  const { 0: first } = found;
  if (!first) throw refuse('table', `There is no table ${names.table}.`);
  if (first.kind !== 'r' && first.kind !== 'p')
    throw refuse('table', `${names.table} is ${kinds[first.kind] ?? 'no table'}.`);
  if (first.kind === 'r' && first.parent)
    throw refuse('table', `Other tables inherit from ${names.table}. Name each of them instead.`);
  const id = found.find(({ column }) => column === names.id);
  const column = found.find((candidate) => candidate.column === names.column);
  if (!id?.type) throw refuse('id', `${names.table} has no column ${names.id}.`);
  if (!column) throw refuse('column', `${names.table} has no column ${names.column}.`);
  if (!id.unique || !id.required)
    throw refuse('id', `${names.id} must be unique and not null: a primary key.`);
  if (!isText(column) && !isList(column))
    throw refuse(
      'column',
      `${names.column} is ${column.type}; it must be text, JSON or a list of texts.`,
    );
  return {
    ...names,
    schema: first.schema,
    table: first.table,
    idType: id.type,
    isList: isList(column),
    isPadded: isPadded(column),
  };
}

/** Throws `InvalidInput` for a column that the table does not have. */
export async function assertColumns(
  session: Session,
  table: string,
  columns: readonly string[],
): Promise<void> {
  const found = await session.rows<Found>(findColumns, [qualified(table), columns]);
  const missing = columns.find((name) => !found.some(({ column }) => column === name));
  if (missing !== undefined) throw refuse('column', `${table} has no column ${missing}.`);
}

/** A row's value as JSON, in SQL. A cast to text takes the blanks of a fixed width away. */
export const valueIn = ({ column, isList, isPadded: padded }: FileColumn): string => {
  const cast = padded ? `::text${isList ? '[]' : ''}` : '';
  return `to_jsonb(old.${quoted(column)}${cast})`;
};

/** The table in SQL. */
export const tableIn = ({ schema, table }: FileColumn): string =>
  `${quoted(schema)}.${quoted(table)}`;
