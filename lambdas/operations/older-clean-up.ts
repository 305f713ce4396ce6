import * as z from 'zod';
import { hoursSchema } from '../../core/retention/clean-up.ts';
import { parseQuery } from '../../core/shared/model/parse-query.ts';
import { flagOf } from '../shared/flag.ts';
import type { HttpRequest } from '../shared/http.ts';

/** `?dry_run` without a value asks for one, perhaps: nothing is deleted on a guess. */
const schema = z.strictObject({
  hours: hoursSchema.default(24),
  dry_run: z.string().min(1, 'must be true or false').optional(),
});

/**
 * The options of POST /api/upload/cleanup-temp, which an older operator's script sends as query
 * parameters. An unknown or misspelt one is refused: a dry run must never delete. Throws
 * `InvalidInput`.
 */
export const olderCleanUpOptions = (query: HttpRequest['query']) => {
  const { hours: olderThanHours, ...flags } = parseQuery(schema, query);
  return { olderThanHours, dryRun: flagOf(flags, 'dry_run') ?? false };
};
