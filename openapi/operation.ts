import type * as z from 'zod';
import type { ErrorName } from '../core/errors.ts';

/**
 * Input and output of one route, as schemas. The document is made from these schemas, and tests
 * compare every answer with them.
 */
export type Operation = {
  summary: string;
  tag: 'sessions' | 'uploads' | 'orders' | 'links' | 'jobs' | 'operations' | 'batches';
  /** The schema that validates the body. */
  body?: z.ZodType;
  bodyOptional?: true;
  /** The body is a form, as older clients send it. */
  isForm?: true;
  query?: z.ZodObject;
  /** The route creates one record for each `Idempotency-Key`. */
  isIdempotent?: true;
  /**
   * Successful answers by status: a schema of JSON, a media type of anything else, `null` for no
   * body.
   */
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

/** Answers of a redirect. */
export const redirect = null;
