import { InvalidInput } from '../../../core/errors.ts';
import { quoted } from './identifier.ts';

/** A column of the key that tells rows apart. */
export type KeyColumn = { name: string; type: string };

type Keyed = { key: readonly KeyColumn[] };

/** A name in quotes, as SQL writes one with a comma in it, or a name without commas. */
const nameParts = /"((?:[^"]|"")+)"(?=,|$)|([^,]+)/g;

/** The columns that `--id` names: `id`, or `tenant,id` for a key of several columns. */
export const keyNames = (id: string): string[] =>
  id.includes(',')
    ? [...id.matchAll(nameParts)].map(
        ([, inQuotes, plain = '']) => inQuotes?.replaceAll('""', '"') ?? plain.trim(),
      )
    : [id];

export const isComposite = (id: string): boolean => keyNames(id).length > 1;

/** A row's key as text, in SQL: of several columns, a JSON list of texts. */
export const keyTextIn = ({ key }: Keyed): string => {
  const [first, ...more] = key.map((column) => `${columnIn(column)}::text`);
  return more.length === 0 ? `${first}` : `jsonb_build_array(${[first, ...more].join(', ')})::text`;
};

const columnIn = ({ name }: KeyColumn): string => `old.${quoted(name)}`;

/** The order of keys, in SQL. */
export const keyOrderIn = ({ key }: Keyed): string => key.map(columnIn).join(', ');

/** Compares a row's key with the one that a text stands for, in SQL. */
export const keyIs = (keyed: Keyed, comparison: '=' | '>' | '>=', text: string): string =>
  keyed.key.length === 1
    ? `${keyOrderIn(keyed)} ${comparison} ${keyFrom(keyed, text)}`
    : `(${keyOrderIn(keyed)}) ${comparison} (${keyFrom(keyed, text)})`;

/** The key that an expression of type `text` stands for, in SQL. */
const keyFrom = ({ key }: Keyed, text: string): string => {
  const [only] = key;
  if (key.length === 1) return `${text}::${only?.type}`;
  return key.map(({ type }, index) => `(${text}::jsonb ->> ${index})::${type}`).join(', ');
};

/** True for the rows whose keys stand in a parameter of type `text[]`, in SQL. */
export const keyIsAmong = (keyed: Keyed, parameter: string): string => {
  const [only] = keyed.key;
  return keyed.key.length === 1
    ? `${keyOrderIn(keyed)} = ANY (${parameter}::text[]::${only?.type}[])`
    : `(${keyOrderIn(keyed)}) IN (SELECT ${keyFrom(keyed, 'item')}
      FROM unnest(${parameter}::text[]) AS item)`;
};

/**
 * The refusal of a key such as `citext` whose schema is not on the search path. Its rows are
 * ordered by its own operators, but compared as plain text: a listing by pages would pass over
 * rows.
 */
export const hiddenOrder = ({ name, type }: KeyColumn): InvalidInput =>
  InvalidInput.of(
    'id',
    `${name} is ${type}, and the search path of this user does not name the schema of its ` +
      'operators. Add that schema: ALTER ROLE … SET search_path, or options=-csearch_path=… in ' +
      'the URL.',
  );

type TableKey = { table: string; columns: readonly string[]; primary: readonly string[] };

/** A refusal of a key that does not tell rows apart, with the one to name instead. */
export const keyProblem = ({ table, columns, primary }: TableKey): InvalidInput => {
  const shown = columns.join(', ');
  const what =
    columns.length === 1
      ? `${shown} must be unique and not null: a primary key.`
      : `${shown} must be unique together and not null: a primary key of several columns.`;
  const instead =
    primary.length === 0
      ? `${table} has no primary key. Add one, or a unique index on columns that are not null.`
      : `The primary key of ${table} is: --id '${keyOption(primary)}'.`;
  return InvalidInput.of('id', `${what} ${instead}`);
};

/** `tenant,id`, as `--id` takes it. */
const keyOption = (names: readonly string[]): string =>
  names.map((name) => (name.includes(',') ? `"${name.replaceAll('"', '""')}"` : name)).join(',');
