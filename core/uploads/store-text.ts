import * as z from 'zod';
import { InvalidInput } from '../errors.ts';
import type { Caller } from '../sessions/model/session.ts';
import { parseInput } from '../shared/model/parse-input.ts';
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
import { refusalOf, type StoreDeps, storeBytes } from './store-bytes.ts';

/** Largest text of one request, in bytes. A longer text is uploaded like any other file. */
const maxTextBytes = 1_000_000;

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

export const storeTextSchema = z.strictObject(
  {
    ...announcementFields,
    contentType: announcedTypeSchema.optional(),
    text: z
      .string('must be a string')
      .refine((text) => text.isWellFormed(), 'must be well-formed Unicode')
      .refine(
        (text) => bytesOf(text).length <= maxTextBytes,
        `must have at most ${maxTextBytes} bytes in UTF-8`,
      ),
  },
  'must be a JSON object',
);

/** Stores a small text. On `InvalidInput` or `NotAllowed`, nothing is registered. */
export const storeText = async (
  deps: StoreDeps,
  caller: Caller,
  input: unknown,
): Promise<Upload> => {
  const { text, ...said } = parseInput(storeTextSchema, input);
  const bytes = bytesOf(text);
  const contentType = said.contentType
    ? typeFor(deps.categories, said)
    : textTypeFor(deps.categories, { ...said, bytes });
  const file = { ...said, contentType, bytes };
  assertAllowed(deps.categories, { ...file, sizeBytes: bytes.length });
  await assertText(deps, file);
  return storeBytes(deps, caller, file);
};

/**
 * The kind of text its name says, or plain text, or another kind that the category takes. Captions
 * without WEBVTT are plain text under any name.
 */
const textTypeFor = (
  categories: StoreDeps['categories'],
  { category, filename, bytes }: { category: string; filename: string; bytes: Uint8Array },
): string => {
  const texts = categoryRules(categories, category)
    .contentTypes.filter(isText)
    .map(canonicalMediaType);
  const kinds = [mediaTypeOf(filename), 'text/plain', ...texts].filter((type) =>
    texts.includes(type),
  );
  const contentType = kinds.find((type) => isKind(type, bytes)) ?? kinds[0];
  if (contentType === undefined) throw InvalidInput.of('category', 'takes no text');
  return contentType;
};

const isKind = (contentType: string, firstBytes: Uint8Array): boolean =>
  signatureRefusal({ contentType, detected: undefined, firstBytes, isWhole: true }) === undefined;

const assertText = async (
  deps: StoreDeps,
  file: { contentType: string; bytes: Uint8Array },
): Promise<void> => {
  if (!isText(file.contentType)) throw InvalidInput.of('contentType', 'must be a kind of text');
  const why = await refusalOf(deps, file);
  if (why !== undefined) throw InvalidInput.of('text', `was refused: ${why}`);
};
