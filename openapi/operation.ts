import type * as z from 'zod';
import type { ErrorName } from '../core/errors.ts';

/** What one route takes and gives, as schemas: the document is made from them, and tests hold every answer to them. */
export type Operation = {
  summary: string;
  tag: 'sessions' | 'uploads' | 'orders' | 'links' | 'jobs' | 'operations' | 'batches';
  /** The schema that validates the body. */
  body?: z.ZodType;
  bodyOptional?: true;
  query?: z.ZodObject;
  /** Successful answers by status: a schema of JSON, a media type of anything else, `null` for no body. */
  answers: Readonly<Record<number, z.ZodType | string | null>>;
  /** Refusals of this route alone; those every route shares are added. */
  problems: readonly ErrorName[];
};

/** Answers of a redirect. */
export const redirect = null;
