import * as z from 'zod';
import { parseQuery } from '../../core/shared/model/parse-query.ts';
import { flagOf } from '../shared/flag.ts';
import type { HttpRequest } from '../shared/http.ts';

const schema = z.strictObject({ hours: z.string().optional(), dry_run: z.string().optional() });

/**
 * The options of POST /api/upload/cleanup-temp, which an older operator's script sends as query
 * parameters. An unknown or misspelt one is refused: a dry run must never delete. Throws
 * `InvalidInput`.
 */
export const olderCleanUpOptions = (query: HttpRequest['query']) => {
  const options = parseQuery(schema, query);
  const { hours = '24' } = options;
  return { olderThanHours: Number(hours), dryRun: flagOf(options, 'dry_run') ?? false };
};
