import type { Session } from './database.ts';
import type { FileColumn } from './file-column.ts';
import {
  columnNameFor,
  columnTypeFor,
  logColumns,
  names,
  neededObjects,
  rowColumnNames,
  type SchemaObject,
} from './recorded-schema.ts';

type Column = { table: string; name: string; type: string };
type Present = { objects: Set<string>; columns: Column[] };

const findObjects = `
  SELECT CASE c.relkind WHEN 'i' THEN 'index' WHEN 'v' THEN 'view' ELSE 'table' END AS kind,
  coalesce(t.relname, c.relname) AS on, c.relname AS name
    FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid
    LEFT JOIN pg_class t ON t.oid = i.indrelid
    WHERE c.relnamespace = to_regnamespace(quote_ident($1)) AND c.relkind IN ('r', 'p', 'v', 'i')
    AND coalesce(t.relname, c.relname) = ANY ($2::text[])
  UNION ALL SELECT 'function', p.proname, p.proname FROM pg_proc p
    WHERE p.pronamespace = to_regnamespace(quote_ident($1)) AND p.proname = 'generate_s3_url'
    AND oidvectortypes(p.proargtypes) = 'text, text, text, text'
  UNION ALL SELECT 'constraint', t.relname, k.conname FROM pg_constraint k
  JOIN pg_class t ON t.oid = k.conrelid
    WHERE t.relnamespace = to_regnamespace(quote_ident($1)) AND t.relname = ANY ($2::text[])
  UNION ALL SELECT 'column', t.relname, a.attname FROM pg_attribute a
  JOIN pg_class t ON t.oid = a.attrelid
    WHERE t.relnamespace = to_regnamespace(quote_ident($1)) AND t.relname = ANY ($2::text[])
    AND a.attnum > 0 AND NOT a.attisdropped`;

const findColumns = `
  SELECT t.relname AS table, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type
  FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid
  WHERE t.relnamespace = to_regnamespace(quote_ident($1)) AND t.relname = ANY ($2::text[])
  AND a.attnum > 0 AND NOT a.attisdropped`;

/** The needed objects that are in the database. */
export async function findPresent(
  session: Session,
  { schema, table }: FileColumn,
): Promise<Present> {
  const values = [schema, [table, names.log, names.progress]];
  const objects = await session.rows<SchemaObject>(findObjects, values);
  return {
    objects: new Set(objects.map(objectKey)),
    columns: await session.rows<Column>(findColumns, values),
  };
}

const objectKey = ({ kind, on, name }: Pick<SchemaObject, 'kind' | 'on' | 'name'>): string =>
  [kind, on, name].join(' ');

/** The needed objects that are missing. */
export const missingObjects = (column: FileColumn, { objects }: Present): SchemaObject[] =>
  neededObjects(column).filter((needed) => !objects.has(objectKey(needed)));

/** Existing columns whose type is not the type of the values written to them. */
export function wrongTypes(column: FileColumn, present: Present): string[] {
  const expected = [
    ...rowColumnNames.map(
      (name) => [column.table, columnNameFor(column, name), columnTypeFor(column, name)] as const,
    ),
    ...Object.entries(logColumns).map(([name, type]) => [names.log, name, type] as const),
  ];
  return expected.flatMap(([table, name, type]) => {
    const actual = typeOf(present, table, name);
    return actual === undefined || takes(actual, type)
      ? []
      : [`${table}.${name} is ${actual}, not ${type}`];
  });
}

const typeOf = ({ columns }: Present, table: string, name: string): string | undefined =>
  columns.find((column) => column.table === table && column.name === name)?.type;

/** A length limit is not a wrong type: the server reports a text that is too long. */
const takes = (actual: string, type: string): boolean =>
  actual === type || (type === 'text' && actual.startsWith('character varying'));

/** True for the view of an earlier version, which does not count pending rows. */
export const isOldProgress = (present: Present): boolean =>
  typeOf(present, names.progress, 'last_migrated_at') !== undefined &&
  typeOf(present, names.progress, 'pending') === undefined;

/** Missing columns of the log: then another program's table has its name. */
export const missingLogColumns = ({ objects, columns }: Present): string[] =>
  objects.has(objectKey({ kind: 'table', on: names.log, name: names.log }))
    ? Object.keys(logColumns).filter(
        (name) => !columns.some((column) => column.table === names.log && column.name === name),
      )
    : [];
