import * as z from 'zod';

/** Longest path, in bytes of UTF-8: S3's longest key. DynamoDB's index keys end at 2,048. */
const maxBytes = 1024;

/** Older systems write `/photos/a.jpg` and `./photos/a.jpg` for `photos/a.jpg`. */
const bareLegacyPath = (path: string): string => path.replace(/^(?:\.?\/)+/, '');

/** A path of an older system, as a caller names it. */
export const legacyPathSchema = z
  .string('must be the path in the older system')
  .min(1, 'must not be empty')
  .max(maxBytes, `must have at most ${maxBytes} bytes`)
  .transform(bareLegacyPath)
  .refine((path) => path !== '', 'must not be empty')
  .refine((path) => Buffer.byteLength(path) <= maxBytes, `must have at most ${maxBytes} bytes`)
  .refine((path) => path.isWellFormed(), 'must be well-formed Unicode');
