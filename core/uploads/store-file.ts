import * as z from 'zod';
import { InvalidInput } from '../errors.ts';
import type { Caller } from '../sessions/model/session.ts';
import { parseInput } from '../shared/model/parse-input.ts';
import {
  announcedTypeSchema,
  announcementFields,
  assertAllowed,
  typeFor,
} from './model/announcement.ts';
import type { Upload } from './model/upload.ts';
import { refusalOf, type StoreDeps, storeBytes } from './store-bytes.ts';

const storeFileSchema = z.object({
  ...announcementFields,
  contentType: announcedTypeSchema.optional(),
  bytes: z.instanceof(Uint8Array),
});

/**
 * Stores a small file of any type in one go, for older clients that send it through the API. Throws
 * `InvalidInput` or `NotAllowed`; then nothing is registered.
 */
export const storeFile = async (
  deps: StoreDeps,
  caller: Caller,
  input: unknown,
): Promise<Upload> => {
  const said = parseInput(storeFileSchema, input);
  const file = { ...said, contentType: typeFor(deps.categories, said) };
  assertAllowed(deps.categories, { ...file, sizeBytes: file.bytes.length });
  const why = await refusalOf(deps, file);
  if (why !== undefined) throw InvalidInput.of('file', `was refused: ${why}`);
  return storeBytes(deps, caller, file);
};
