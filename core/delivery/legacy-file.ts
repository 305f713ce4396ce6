import * as z from 'zod';
import { NotFound } from '../errors.ts';
import { may } from '../sessions/model/powers.ts';
import type { Caller } from '../sessions/model/session.ts';
import { parseQuery } from '../shared/model/parse-query.ts';
import { legacyPathSchema } from '../uploads/model/legacy-path.ts';
import type { Uploads } from '../uploads/ports.ts';
import { fileQuerySchema } from './model/file-query.ts';
import { type ResolveDeps, type ResolvedFile, resolveFile } from './resolve-file.ts';
import { inSize } from './variant-file.ts';

export const legacyFileSchema = z.object({ path: legacyPathSchema, ...fileQuerySchema.shape });

/**
 * A fresh URL for the newest file that an older system knows by this path. Callers reach their own
 * files, operators every file. Throws `InvalidInput`, `NotFound` or `Gone`.
 */
export const downloadLegacyFile = async (
  deps: ResolveDeps & { uploads: Pick<Uploads, 'list'> },
  caller: Caller,
  input: unknown,
): Promise<ResolvedFile> => {
  const { path: legacyPath, variant } = parseQuery(legacyFileSchema, input);
  const owner = may(caller, 'read') ? {} : { ownerId: caller.ownerId };
  const { uploads } = await deps.uploads.list({ legacyPath, ...owner }, { limit: 1 });
  const [upload] = uploads;
  if (!upload) throw new NotFound('file', legacyPath);
  return resolveFile(deps, await inSize(deps, upload, variant));
};
