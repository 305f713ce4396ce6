import * as z from 'zod';
import { idSchema } from '../../core/shared/model/id.ts';
import { isObject } from '../../core/shared/model/is-object.ts';
import { parseInput } from '../../core/shared/model/parse-input.ts';
import type { HttpAnswer } from '../shared/http.ts';

/** Older clients name the files to move; what names a bucket is taken from them as well. */
export const namesFiles = (body: unknown): boolean => isObject(body) && 'file_ids' in body;

/** The answer with the batch's id as older clients read it, too. */
export const withOlderId = ({ body, ...answer }: HttpAnswer): HttpAnswer => {
  const { batchId } = body as { batchId: string };
  return { ...answer, body: { ...(body as object), batch_id: batchId } };
};

const rollbackSchema = z.looseObject({
  dry_run: z.boolean('must be true or false').default(false),
});

/** Older clients' rollbacks act at once; with `dry_run`, nothing else makes one act. */
export const olderRollback = (body: unknown): unknown => {
  const { dry_run: isDry, ...others } = parseInput(rollbackSchema, body);
  return isDry ? { ...others, apply: false } : { apply: true, ...others };
};

const nothingSchema = z.strictObject({});

/**
 * Refuses what these paths do not know: a request with `dry_run` would act instead of looking.
 * Throws `InvalidInput`.
 */
export const assertNothingElse = (body: unknown): void => void parseInput(nothingSchema, body);

const bodySchema = z.looseObject({ batchId: idSchema('a batch') }, 'must be a JSON object');

/** The batch that a body names, in either spelling, and all else in it. Throws `InvalidInput`. */
export const batchIn = (body: unknown): { batchId: string; body: unknown } => {
  const { batchId, ...others } = parseInput(bodySchema, renamed(body));
  return { batchId, body: others };
};

const renamed = (body: unknown): unknown => {
  if (!isObject(body) || !('batch_id' in body)) return body;
  const { batch_id: batchId, ...others } = body;
  return { batchId, ...others };
};
