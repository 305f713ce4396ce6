import { InvalidInput } from '../../../core/errors.ts';
import type { Session } from './database.ts';
import { type FileColumn, tableIn } from './file-column.ts';
import { quoted } from './identifier.ts';
import { names, sharedIn } from './recorded-schema.ts';

/** What a rollback relies on: added objects and former values. No other role may write. */
const journals = ['created', 'batches', 'rows'] as const;

/** A trigger runs with this user's rights, whichever role made it. */
const writing = ['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER'];

/** A role with every right on the old table may also write its journal. Other roles may not. */
const isTrusted = (role: string): string =>
  `CASE WHEN ${role} = 0 THEN false ELSE ${role} = me.oid OR pg_has_role(${role}, old.relowner,
    'MEMBER') END`;

/** $1: the old table, $2: schema, $3: names, $4: privileges. */
const findRelations = `
  SELECT c.relname AS name, c.relkind::text AS kind, pg_get_userbyid(c.relowner)::text AS owner,
    ${isTrusted('c.relowner')} AS "isTrusted",
    ARRAY(SELECT DISTINCT CASE WHEN acl.grantee = 0 THEN 'PUBLIC' ELSE
    pg_get_userbyid(acl.grantee)::text END
      FROM (SELECT (aclexplode(c.relacl)).* UNION ALL
        SELECT (aclexplode(a.attacl)).* FROM pg_attribute a WHERE a.attrelid = c.oid) AS acl
      WHERE acl.privilege_type = ANY ($4::text[]) AND NOT ${isTrusted('acl.grantee')}) AS writers,
    ARRAY(SELECT tgname::text FROM pg_trigger WHERE tgrelid = c.oid AND NOT tgisinternal
      UNION ALL SELECT rulename::text FROM pg_rewrite WHERE ev_class = c.oid) AS hooks
  FROM pg_class c
  JOIN pg_class old ON old.oid = to_regclass($1)
  JOIN pg_roles me ON me.rolname = current_user
  WHERE c.relnamespace = to_regnamespace(quote_ident($2)) AND c.relname = ANY ($3::text[])
  ORDER BY c.relname`;

/** Why the journal in this schema cannot be believed. */
export const journalProblems = async (session: Session, column: FileColumn): Promise<string[]> =>
  (await relationsOf(session, column)).flatMap(
    (relation) => ownerProblem(relation) ?? writerProblem(relation) ?? [],
  );

type Relation = {
  name: string;
  kind: string;
  owner: string;
  isTrusted: boolean;
  writers: string[];
  hooks: string[];
};

const relationsOf = (session: Session, column: FileColumn): Promise<Relation[]> => {
  const wanted = [...journals.map((name) => names[name]), names.log];
  return session.rows<Relation>(findRelations, [tableIn(column), column.schema, wanted, writing]);
};

const ownerProblem = ({ name, kind, owner, isTrusted }: Relation): string | undefined => {
  if (kind !== 'r') return `${name} is no table. Rename or drop it: it has a name of the journal.`;
  return isTrusted
    ? undefined
    : `${name} belongs to ${owner}, who does not own the old table. Drop it, or change its owner.`;
};

const writerProblem = ({ name, writers, hooks }: Relation): string | undefined => {
  if (name === names.log) return undefined;
  if (hooks.length > 0) return `${name} has triggers or rules (${hooks.join(', ')}). Drop them.`;
  return writers.length === 0
    ? undefined
    : `${name} can be written by ${writers.join(', ')}. Look through its rows, then REVOKE ` +
        `${writing.join(', ')} ON ${name} FROM ${writers.join(', ')}.`;
};

/** Throws `InvalidInput` for a journal that other roles own or may write. */
export const assertOwnJournal = async (session: Session, column: FileColumn): Promise<void> => {
  const problems = await journalProblems(session, column);
  if (problems.length > 0)
    throw new InvalidInput(problems.map((message) => ({ field: 'database', message })));
};

/** Takes back what default privileges gave to other roles when the journal was made. */
export const shutJournal = async (session: Session, column: FileColumn): Promise<void> => {
  for (const { name, writers } of await relationsOf(session, column)) {
    const journal = journals.find((candidate) => names[candidate] === name);
    if (journal && writers.length > 0)
      await session.rows(
        `REVOKE ${writing.join(', ')} ON ${sharedIn(column, journal)}
          FROM ${writers.map(roleIn).join(', ')}`,
      );
  }
};

const roleIn = (role: string): string => (role === 'PUBLIC' ? role : quoted(role));
