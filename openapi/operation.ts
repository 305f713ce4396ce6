import type * as z from 'zod';
import type { ErrorName } from '../core/error-names.ts';

/** What operations are grouped by, in this order, with what each group is for. */
export const tags = {
  sessions: 'Visitors get a token, and keep what they sent when they log in.',
  uploads: 'Files are announced, sent, checked, listed, downloaded and given up.',
  orders: 'Files are bought: an order says which, and shows how their migration stands.',
  links: 'Permalinks to paid files, for paper and pages.',
  jobs: 'A customer’s own worker processes uploads.',
  batches: 'Files of an older system are moved in batches.',
  operations: 'Operators look, find, repair and erase.',
} as const;

/**
 * Input and output of one route, as schemas. The document is made from these schemas, and tests
 * compare every answer with them.
 */
export type Operation = {
  /** A title: short, without Markdown. */
  summary: string;
  /** What the title has no room for. */
  description?: string;
  tag: keyof typeof tags;
  /** The schema that validates the body. */
  body?: z.ZodType;
  bodyOptional?: true;
  /** The body is a form, as older clients send it. */
  isForm?: true;
  query?: z.ZodObject;
  /** The route creates one record for each `Idempotency-Key`. */
  isIdempotent?: true;
  /** Successful answers by status: a JSON schema, another media type, or `null` for no body. */
  answers: Readonly<Record<number, z.ZodType | string | null>>;
  /** Refusals of this route alone; those every route shares are added. */
  problems: readonly ErrorName[];
};

/**
 * Every refusal of a route by our own code: its own, those of any path, query and body, those of an
 * `Idempotency-Key`, and a dependency's fault.
 */
export const problemsOf = ({ problems, isIdempotent }: Operation): ErrorName[] => {
  const ofAny: ErrorName[] = ['InvalidInput', 'BodyTooLarge', 'TransientFault'];
  const ofKey: ErrorName[] = isIdempotent ? ['RequestInProgress', 'IdempotencyKeyReused'] : [];
  return [...new Set<ErrorName>([...problems, ...ofKey, ...ofAny])];
};

/** Said of bodies with older names that no schema lists: a generated client is new code. */
export const olderNames =
  'Names that older clients send are taken as well; new code has no use for them.';

/** Answers of a redirect. */
export const redirect = null;

/** The same as another route, for clients that know its older path. */
export const older = (same: Operation, path: string): Operation => ({
  ...same,
  summary: `${same.summary} (older path)`,
  description: [`Older path of ${path}.`, same.description].filter(Boolean).join(' '),
});
