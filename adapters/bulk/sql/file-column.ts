import { InvalidInput } from '../../../core/errors.ts';
import type { Session } from './database.ts';
import { quoted } from './identifier.ts';
import { hiddenOrder, type KeyColumn, keyNames, keyProblem } from './row-key.ts';
import { assertWhole, type FoundTable, missingTable } from './table-problem.ts';

/** The options `--table`, `--id` (comma-separated), `--column` and `--expiry-column`. */
export type FileColumnNames = { table: string; id: string; column: string; expiry?: string };

/**
 * A column whose values name files, as the database has it. `isList`: each value holds several.
 * `isPadded`: PostgreSQL fills its values up with blanks. `isPlain`: its values are JSON as text,
 * which may hold what `jsonb` refuses. `expiresByDay`: the expiry is a date.
 */
export type FileColumn = FileColumnNames & {
  schema: string;
  key: readonly KeyColumn[];
  isList: boolean;
  isPadded: boolean;
  isPlain: boolean;
  expiresByDay: boolean;
};

/** `base`: of a domain, the type it is made of; without a length. */
type Found = FoundTable & {
  column: string | null;
  type: string | null;
  base: string | null;
  category: string | null;
  required: boolean;
  /** The search path does not find the operators by which its values are ordered. */
  hidden: boolean;
};

type FoundKey = { unique: boolean; primary: string[] };

/** The operators of the order that a type has where none is named. */
const hiddenOperators = `SELECT FROM pg_opclass k
    JOIN pg_am m ON m.oid = k.opcmethod AND m.amname = 'btree'
    JOIN pg_amop o ON o.amopfamily = k.opcfamily AND o.amoplefttype = k.opcintype
    AND o.amoprighttype = k.opcintype
    WHERE k.opcdefault AND k.opcintype = coalesce(nullif(t.typbasetype, 0), t.oid)
    AND NOT pg_operator_is_visible(o.amopopr)`;

const findColumns = `
  SELECT n.nspname AS schema, c.relname AS table, c.relkind::text AS kind,
  EXISTS (SELECT FROM pg_inherits h WHERE h.inhparent = c.oid) AS parent,
  (SELECT h.inhparent::regclass::text FROM pg_inherits h
    WHERE h.inhrelid = c.oid AND c.relispartition) AS whole,
  row_security_active(c.oid) AS secured, a.attname AS column,
  format_type(a.atttypid, a.atttypmod) AS type,
  format_type(coalesce(nullif(t.typbasetype, 0), t.oid), NULL) AS base,
    t.typcategory::text AS category, coalesce(a.attnotnull, false) AS required,
    EXISTS (${hiddenOperators}) AS hidden
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = ANY ($2::text[]) AND a.attnum > 0
  AND NOT a.attisdropped
  LEFT JOIN pg_type t ON t.oid = a.atttypid
  WHERE c.oid = to_regclass($1)`;

const indexed = `ARRAY(SELECT a.attname::text
    FROM unnest((i.indkey::int2[])[0:i.indnkeyatts - 1]) WITH ORDINALITY AS part (number, place)
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = part.number ORDER BY place)`;

/** $1: table, $2: columns. Whether these tell rows apart, and the primary key. */
const findKey = `
  SELECT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique
    AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
    AND ${indexed} <@ $2::text[]) AS unique,
    coalesce((SELECT ${indexed} FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary),
      '{}') AS primary
  FROM pg_class c WHERE c.oid = to_regclass($1)`;

/** A name in quotes, as SQL writes one with a dot in it, or a name without dots. */
const nameParts = /"((?:[^"]|"")+)"(?=\.|$)|([^.]+)/g;

/** The longest ending of a name that is made from a column's: `_migration_status_check`. */
const maxColumnBytes = 63 - 23;

/** Looks a column up. Throws `InvalidInput` if it cannot name files or the id is not unique. */
export async function findFileColumn(
  session: Session,
  names: FileColumnNames,
): Promise<FileColumn> {
  if (Buffer.byteLength(names.column) > maxColumnBytes)
    throw InvalidInput.of('column', `Its name may have ${maxColumnBytes} bytes at most.`);
  const found = await session.rows<Found>(findColumns, [
    qualified(names.table),
    [...keyNames(names.id), names.column, ...(names.expiry === undefined ? [] : [names.expiry])],
  ]);
  const { 0: first } = found;
  if (!first) throw await missingTable(session, names.table);
  assertWhole(first);
  const column = found.find((candidate) => candidate.column === names.column);
  const key = await keyOf(session, names, found);
  if (!column) throw InvalidInput.of('column', `${names.table} has no column ${names.column}.`);
  if (!isText(column) && !isList(column))
    throw InvalidInput.of(
      'column',
      `${names.column} is ${column.type}; it must be text, JSON or a list of texts.`,
    );
  const expiryType = expiryTypeOf(names, found);
  return {
    ...names,
    schema: first.schema,
    table: first.table,
    key,
    isList: isList(column),
    isPadded: isPadded(column),
    isPlain: column.base === 'json',
    expiresByDay: expiryType === 'date',
  };
}

/** `photos`, `archive.photos` or `"old.site".photos`; names are taken as written, capitals too. */
const qualified = (table: string): string =>
  [...table.matchAll(nameParts)]
    .map(([, inQuotes, plain = '']) => quoted(inQuotes?.replaceAll('""', '"') ?? plain))
    .join('.');

const isText = ({ category }: Found): boolean => category === 'S';

const isList = ({ category, base }: Found): boolean =>
  category === 'A' || base === 'jsonb' || base === 'json';

const isPadded = ({ base }: Found): boolean =>
  /^(?:character\b(?! varying)|bpchar)/.test(`${base}`);

const expiryTypeOf = (
  { table, expiry }: FileColumnNames,
  found: readonly Found[],
): string | undefined => {
  if (expiry === undefined) return undefined;
  const { type, base } = found.find(({ column }) => column === expiry) ?? {};
  if (!type || !base) throw InvalidInput.of('expiry-column', `${table} has no column ${expiry}.`);
  if (!/^(?:date|timestamp)/.test(base))
    throw InvalidInput.of(
      'expiry-column',
      `${expiry} is ${type}; it must be a date or a timestamp.`,
    );
  return base;
};

/** The columns of the key. Throws `InvalidInput` when they do not tell rows apart. */
const keyOf = async (
  session: Session,
  { table, id }: FileColumnNames,
  found: readonly Found[],
): Promise<KeyColumn[]> => {
  const columns = keyNames(id);
  const parts = columns.map((name) => {
    const part = found.find(({ column }) => column === name);
    if (!part?.type) throw InvalidInput.of('id', `${table} has no column ${name}.`);
    if (part.hidden) throw hiddenOrder({ name, type: part.type });
    return { name, type: part.type, required: part.required };
  });
  const [facts] = await session.rows<FoundKey>(findKey, [qualified(table), columns]);
  if (!facts?.unique || parts.some(({ required }) => !required))
    throw keyProblem({ table, columns, primary: facts?.primary ?? [] });
  return parts.map(({ name, type }) => ({ name, type }));
};

/** Throws `InvalidInput` for a column that the table does not have. */
export async function assertColumns(
  session: Session,
  table: string,
  columns: readonly string[],
): Promise<void> {
  const found = await session.rows<Found>(findColumns, [qualified(table), columns]);
  const missing = columns.find((name) => !found.some(({ column }) => column === name));
  if (missing !== undefined) throw InvalidInput.of('column', `${table} has no column ${missing}.`);
}

/** A row's value as JSON, in SQL. A cast to text takes the blanks of a fixed width away. */
export const valueIn = ({ column, isList, isPadded: padded, isPlain }: FileColumn): string => {
  const cast = padded ? `::text${isList ? '[]' : ''}` : '';
  return isPlain ? `old.${quoted(column)}` : `to_jsonb(old.${quoted(column)}${cast})`;
};

/** An escaped backslash: what follows it is not an escape. */
const backslashes = String.raw`\\\\`;

/** Both halves of a character that JSON escapes. */
const pairs = String.raw`\\u[dD][89abAB]..\\u[dD][c-fC-F]..`;

/** A NUL, or half a character: no text of PostgreSQL has one. */
const noText = String.raw`\\u(0000|[dD][89a-fA-F])`;

/** A text of JSON. */
const texts = String.raw`"([^"\\]|\\.)*"`;

/** An exponent of five digits: `numeric` ends at about 130,000, and at -16,383. */
const noNumber = '[eE][+-]?0*[1-9][0-9]{4}';

/** The same as `jsonb`; NULL for a value that `jsonb` refuses. */
export const jsonbIn = (column: FileColumn): string => {
  if (!column.isPlain) return valueIn(column);
  const value = `old.${quoted(column.column)}::text`;
  return `CASE WHEN ${without(without(value, backslashes), pairs)} !~ '${noText}'
    AND ${without(value, texts)} !~ '${noNumber}' THEN ${value}::jsonb END`;
};

const without = (sql: string, pattern: string): string =>
  `regexp_replace(${sql}, '${pattern}', ' ', 'g')`;

/** The table in SQL. */
export const tableIn = ({ schema, table }: FileColumn): string =>
  `${quoted(schema)}.${quoted(table)}`;

/**
 * Leaves out, in the WHERE of SQL, rows whose files have expired. Sessions are in UTC: a time
 * without a zone is UTC, and a date lasts to the end of its day in UTC.
 */
export const andCurrent = ({ expiry, expiresByDay }: FileColumn): string =>
  expiry === undefined
    ? ''
    : `AND coalesce(old.${quoted(expiry)} ${expiresByDay ? '>= current_date' : '> now()'}, true)`;
