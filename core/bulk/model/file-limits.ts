import * as z from 'zod';
import type { SourceFile } from './transfer.ts';

/** Which files a batch takes by size and modification time; times are ISO 8601. */
export const fileLimitsSchema = z.object({
  minSizeBytes: z.number().int().optional(),
  maxSizeBytes: z.number().int().optional(),
  modifiedAfter: z.string().optional(),
  modifiedBefore: z.string().optional(),
});

export type FileLimits = z.infer<typeof fileLimitsSchema>;

/**
 * True for files within the limits. A file of unknown size or time passes. So does a file with a
 * problem, because the problem must be recorded.
 */
export const isWithin = (limits: FileLimits, file: SourceFile): boolean =>
  file.problem !== undefined || (isSized(limits, file) && isTimed(limits, file));

const isSized = (
  { minSizeBytes = 0, maxSizeBytes = Number.POSITIVE_INFINITY }: FileLimits,
  { sizeBytes }: SourceFile,
): boolean => sizeBytes === undefined || (sizeBytes >= minSizeBytes && sizeBytes <= maxSizeBytes);

const isTimed = (
  { modifiedAfter, modifiedBefore }: FileLimits,
  { modifiedAt }: SourceFile,
): boolean => {
  if (modifiedAt === undefined || (modifiedAfter ?? modifiedBefore) === undefined) return true;
  const time = Date.parse(modifiedAt);
  return !(
    (modifiedAfter !== undefined && time < Date.parse(modifiedAfter)) ||
    (modifiedBefore !== undefined && time > Date.parse(modifiedBefore))
  );
};
