import * as z from 'zod';
import type { FileCategory } from '../../contract.ts';
import { InvalidInput } from '../../errors.ts';
import { atMost } from '../../shared/model/at-most.ts';
import { base64Of } from '../../shared/model/base64.ts';
import { acceptedType } from './accepted-type.ts';
import { deceptiveCharacter, isBlank, shownName } from './file-name.ts';
import { announcedType, canonicalMediaType } from './media-type.ts';

/** Characters of a name as it was sent: 255 that people see, decomposed, with marks in between. */
const mostSent = 1024;

const filename = z
  .string('must be a string')
  .refine((name) => !isBlank(name), 'must have a character that can be seen')
  .max(mostSent, { error: `must have at most ${mostSent} characters`, abort: true })
  .refine((name) => shownName(name).length <= 255, 'must have at most 255 characters')
  .refine((name) => deceptiveCharacter(name) === undefined, {
    error: ({ input }) =>
      `must not contain ${deceptiveCharacter(String(input))}: remove this character from the name`,
  });

/** Recorders and forms name parameters, too: `audio/webm;codecs=opus`. No check needs them. */
const withoutParameters = (type: string): string => type.replace(/;.*$/s, '').trim().toLowerCase();

const mediaTypeSchema = z
  .string()
  .overwrite(withoutParameters)
  .regex(/^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/);

/** A range, which names no type: pickers of files send what they were asked for. */
const mediaRangeSchema = z
  .string()
  .overwrite(withoutParameters)
  .regex(/^(?:\*|[a-z0-9][a-z0-9!#$&^_.+-]*)\/\*$/);

/**
 * The media type that a client announces, lower case, without its parameters. Browsers send an
 * empty string for types that their system does not know.
 */
export const announcedTypeSchema = z.union(
  [z.literal(''), mediaRangeSchema, mediaTypeSchema],
  'must be a media type, e.g. image/jpeg',
);

/** SHA-256 of a whole file, as S3 spells it. */
export const sha256Schema = z
  .string('must be a string')
  .regex(base64Of(32), 'must be the base64 of the file’s SHA-256 (44 characters)');

const maxMetadataEntries = 20;
const maxMetadataBytes = 2048;

const metadataText = z
  .string('must be a text, a number, true or false')
  .max(256, 'must have at most 256 characters')
  .refine((text) => text.isWellFormed(), 'must be well-formed Unicode');

/** Kept as text: `{"width": 1200}` is `{"width": "1200"}`. */
const metadataValue = z
  .union([metadataText, z.number(), z.boolean()], 'must be a text, a number, true or false')
  .transform((value) => String(value));

/** Written by Keepsake alone: its readers believe them. */
const isReserved = (name: string): boolean => /^(?:keepsake.*|jobId)$/is.test(name);

const bytesIn = (metadata: Record<string, string>): number =>
  new TextEncoder().encode(Object.entries(metadata).flat().join('')).length;

const metadata = atMost(
  maxMetadataEntries,
  `must have at most ${maxMetadataEntries} entries`,
  z
    .record(
      z
        .string()
        .regex(
          /^[A-Za-z0-9_.-]{1,64}$/,
          'must have 1 to 64 letters, digits, dots, dashes and underscores',
        )
        .refine((name) => !isReserved(name), 'must not be jobId or begin with keepsake'),
      metadataValue,
      'must be an object of texts, numbers or booleans',
    )
    .refine(
      (entries) => bytesIn(entries) <= maxMetadataBytes,
      `must have at most ${maxMetadataBytes} bytes in all`,
    ),
);

/** Announced fields of every file, for every way of sending its bytes. */
export const announcementFields = {
  filename,
  category: z.string('must be a string'),
  partnerId: z
    .string('must be a string')
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must have 1 to 64 letters, digits, dashes and underscores')
    .optional(),
  metadata: metadata.optional(),
  isPublic: z.boolean('must be true or false').optional(),
  /** Keep the file for good once it has arrived, without an order. */
  keep: z.boolean('must be true or false').optional(),
};

/** An announcement, parsed. */
export type Announced = z.infer<z.ZodObject<typeof announcementFields>>;

/** The announcement in a record's own words. */
export const describedAs = ({
  filename: name,
  category,
  partnerId,
  metadata: labels,
  isPublic,
  keep,
}: Announced) => ({
  category,
  ...namesOf(name),
  ...(partnerId !== undefined && { partnerId }),
  ...(labels !== undefined && { metadata: labels }),
  ...(isPublic !== undefined && { isPublic }),
  ...(keep && { keep }),
});

/** The name people see, and what the client called it where that was different. */
const namesOf = (name: string): { fileName: string; originalFileName?: string } => {
  const [fileName, sent] = [shownName(name), name.toWellFormed()];
  return fileName === sent ? { fileName } : { fileName, originalFileName: sent };
};

type Categories = Readonly<Record<string, FileCategory>>;

/** The rules of a category. Throws `InvalidInput` when there is no such one. */
export const categoryRules = (categories: Categories, category: string): FileCategory => {
  const rules = Object.hasOwn(categories, category) ? categories[category] : undefined;
  if (!rules)
    throw InvalidInput.of('category', `must be one of ${Object.keys(categories).join(', ')}`);
  return rules;
};

/**
 * The type a file is kept under: as announced, in its one spelling, or else by its name. Throws
 * `InvalidInput` when there is no such category.
 */
export const typeFor = (
  categories: Categories,
  {
    category,
    contentType,
    filename: fileName,
  }: { category: string; contentType?: string | undefined; filename: string },
): string => {
  const { contentTypes } = categoryRules(categories, category);
  const announced = { contentType, fileName };
  return acceptedType(contentTypes, announced) ?? announcedType(announced);
};

/** Throws `InvalidInput` for a file its category does not take. */
export const assertAllowed = (
  categories: Categories,
  {
    category,
    contentType,
    sizeBytes,
  }: { category: string; contentType: string; sizeBytes: number },
): void => {
  const rules = categoryRules(categories, category);
  const { contentTypes, maxSizeBytes } = rules;
  if (!takes(rules, contentType))
    throw InvalidInput.of(
      'contentType',
      `must be one of ${contentTypes.join(', ')} for a ${category}`,
    );
  if (sizeBytes > maxSizeBytes)
    throw InvalidInput.of('sizeBytes', `must be at most ${maxSizeBytes} for a ${category}`);
};

const takes = ({ contentTypes }: FileCategory, contentType: string): boolean =>
  contentTypes.some((taken) => canonicalMediaType(taken) === contentType);
