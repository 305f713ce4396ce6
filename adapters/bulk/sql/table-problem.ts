import { InvalidInput } from '../../../core/errors.ts';
import type { Session } from './database.ts';

/** A relation as the catalog describes it. */
export type FoundTable = {
  schema: string;
  table: string;
  kind: string;
  /** Other tables inherit from it, or are its partitions. */
  parent: boolean;
  /** The partitioned table that it is a part of. */
  whole: string | null;
  /** Row-level security hides rows from this user. */
  secured: boolean;
};

/** Relations of PostgreSQL that are not tables, by their kind. */
const kinds: Readonly<Record<string, string>> = {
  v: 'a view: name the table behind it',
  m: 'a materialized view: name the table behind it',
  f: 'a foreign table: migrate in the database that has it',
};

/** Refuses a table that cannot be migrated as a whole. Throws `InvalidInput`. */
export const assertWhole = (found: FoundTable): void => {
  const message = problemOf(found);
  if (message !== undefined) throw InvalidInput.of('table', message);
};

const problemOf = ({ table, kind, parent, whole, secured }: FoundTable): string | undefined => {
  if (kind !== 'r' && kind !== 'p') return `${table} is ${kinds[kind] ?? 'no table'}.`;
  if (kind === 'r' && parent)
    return `Other tables inherit from ${table}. Name each of them instead.`;
  if (whole !== null) return `${table} is a partition. Name the partitioned table: ${whole}.`;
  return secured
    ? `Row-level security of ${table} hides rows from this user, whose files would be left ` +
        'behind. Connect as the owner of the table, or as a role with BYPASSRLS.'
    : undefined;
};

/** $1: a name. Returns a schema that has a table of this name. */
const findElsewhere = `
  SELECT n.nspname AS schema FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relname = $1 AND c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_'
  ORDER BY 1 LIMIT 1`;

/** The refusal of a table that is not there, or not in a schema of the search path. */
export const missingTable = async (session: Session, table: string): Promise<InvalidInput> => {
  const [elsewhere] = await session.rows<{ schema: string }>(findElsewhere, [table]);
  const hint = elsewhere ? ` Schema ${elsewhere.schema} has one: name it with its schema.` : '';
  return InvalidInput.of('table', `There is no table ${table}.${hint}`);
};
