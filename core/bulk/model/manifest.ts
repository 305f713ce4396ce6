import * as z from 'zod';
import { userOwner } from '../../sessions/model/owners.ts';
import { base64Of } from '../../shared/model/base64.ts';
import { unsafePath } from './source-path.ts';

/** S3's largest object. */
const maxSizeBytes = 5 * 1024 ** 4;

const path = z.string().superRefine((text, context) => {
  const wrong = unsafePath(text);
  if (wrong) context.addIssue({ code: 'custom', message: `the file ${wrong}` });
});

const digits = z
  .string()
  .regex(/^\d{1,15}$/, 'must be a whole number of bytes')
  .transform(Number);

const size = z.union([z.number(), digits]).pipe(z.number().int().min(0).max(maxSizeBytes));

const hex = z
  .string()
  .regex(/^[0-9a-f]{64}$/i)
  .transform((text) => Buffer.from(text, 'hex').toString('base64'));

const base64 = z.string().regex(base64Of(32));

const contentType = z
  .string()
  .max(127)
  .regex(/^[a-z0-9][a-z0-9.+-]*\/[a-z0-9][a-z0-9.+-]*$/, 'must be a media type such as image/jpeg');

const label = z
  .string()
  .regex(/^[^\p{Cc}\s]{1,128}$/u, 'must be an id of at most 128 characters without spaces');

const entrySchema = z.strictObject({
  path,
  size: size.optional(),
  sha256: z.union([hex, base64], 'must be a SHA-256 as 64 hex digits or in base64').optional(),
  contentType: contentType.optional(),
  owner: label.transform(userOwner).optional(),
  partner: label.optional(),
});

/** The columns of a manifest; `path` has to be there. */
export const manifestColumns: readonly string[] = Object.keys(entrySchema.shape);

/**
 * One line of a manifest. `owner` is the id of an owner, or the `sub` of a user. `sha256` is
 * base64, however it was written.
 */
export type ManifestEntry = z.infer<typeof entrySchema>;

/** One checked line: the entry, or its problem. */
export function parseManifestEntry(value: unknown): ManifestEntry | { wrong: string } {
  const { success, data, error } = entrySchema.safeParse(value);
  if (success) return data;
  return {
    wrong: error.issues
      .map((issue) => [issue.path.join('.'), issue.message].filter(Boolean).join(' '))
      .join(', '),
  };
}
