import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { FileCategory } from '../contract.ts';
import { InvalidInput } from '../errors.ts';
import type { Caller } from '../sessions/model/session.ts';
import { parseInput } from '../shared/model/parse-input.ts';
import { changeUpload } from './change-upload.ts';
import {
  announcedTypeSchema,
  announcementFields,
  assertAllowed,
  categoryRules,
  typeFor,
} from './model/announcement.ts';
import { isText, signatureRefusal } from './model/file-signature.ts';
import { canonicalMediaType, mediaTypeOf } from './model/media-type.ts';
import type { Upload } from './model/upload.ts';
import { type NewUploadDeps, registerUpload } from './new-upload.ts';
import type { FileTypes, FileWriter, SniffedFile, Uploads } from './ports.ts';
import { assertStanding } from './upload-standing.ts';

export type StoreTextDeps = NewUploadDeps & {
  uploads: Uploads;
  writer: FileWriter;
  fileTypes: FileTypes;
  categories: Readonly<Record<string, FileCategory>>;
};

/** Largest text of one request, in bytes. A longer text is uploaded like any other file. */
const maxTextBytes = 1_000_000;

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

export const storeTextSchema = z.object(
  {
    ...announcementFields,
    contentType: announcedTypeSchema.optional(),
    text: z
      .string('must be a string')
      .min(1, 'must not be empty')
      .refine((text) => text.isWellFormed(), 'must be well-formed Unicode')
      .refine(
        (text) => bytesOf(text).length <= maxTextBytes,
        `must have at most ${maxTextBytes} bytes in UTF-8`,
      ),
  },
  'must be a JSON object',
);

const refusal = (field: string, message: string): InvalidInput =>
  new InvalidInput([{ field, message }]);

/** The kind of text its name says, or plain text where the category takes it, or another kind. */
const textTypeFor = (
  categories: StoreTextDeps['categories'],
  { category, filename }: { category: string; filename: string },
): string => {
  const texts = categoryRules(categories, category)
    .contentTypes.filter(isText)
    .map(canonicalMediaType);
  const [contentType] = [mediaTypeOf(filename), 'text/plain', ...texts].filter((type) =>
    texts.includes(type),
  );
  if (contentType === undefined) throw refusal('category', 'takes no text');
  return contentType;
};

const inMemory = (bytes: Uint8Array): SniffedFile => ({
  firstBytes: bytes,
  sizeBytes: bytes.length,
  bytesAt: async ({ offsetBytes, count }) => bytes.subarray(offsetBytes, offsetBytes + count),
});

const assertText = async (
  { fileTypes }: StoreTextDeps,
  contentType: string,
  bytes: Uint8Array,
): Promise<void> => {
  if (!isText(contentType)) throw refusal('contentType', 'must be a kind of text');
  const why = signatureRefusal({
    contentType,
    detected: await fileTypes.detect(inMemory(bytes)),
    firstBytes: bytes,
    isWhole: true,
  });
  if (why !== undefined) throw refusal('text', `was refused: ${why}`);
};

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64');

const store = async (
  deps: StoreTextDeps,
  upload: Upload & { sha256: string },
  bytes: Uint8Array,
): Promise<Upload> => {
  const { uploadId, bucket, key, contentType, sha256 } = upload;
  const pin = await deps.writer.put({ bucket, key, contentType, bytes, sha256 });
  const uploadedAt = deps.clock.now().toISOString();
  return assertStanding(
    await changeUpload(deps, uploadId, (current) =>
      current.status === 'pending'
        ? { ...current, ...pin, uploadedAt, status: 'uploaded' }
        : current,
    ),
  );
};

/**
 * Stores a small text in one go. On record before it is stored: when the call dies in between, the
 * object's arrival completes it. Throws `InvalidInput`; then nothing is registered.
 */
export const storeText = async (
  deps: StoreTextDeps,
  caller: Caller,
  input: unknown,
): Promise<Upload> => {
  const wanted = parseInput(storeTextSchema, input);
  const bytes = bytesOf(wanted.text);
  const contentType = wanted.contentType
    ? typeFor(deps.categories, wanted)
    : textTypeFor(deps.categories, wanted);
  const announced = { ...wanted, contentType, sizeBytes: bytes.length, sha256: sha256Of(bytes) };
  assertAllowed(deps.categories, announced);
  await assertText(deps, contentType, bytes);
  const upload = await registerUpload(deps, caller, announced);
  return store(deps, { ...upload, sha256: announced.sha256 }, bytes);
};
