import * as z from 'zod';

/** Half of a surrogate pair is no text: DynamoDB refuses it. */
const isWellFormed = (text: string): boolean => text.isWellFormed();

/**
 * The first `most` characters of a text, as they can be stored. A cut may go through an emoji, and
 * its sender may have done the same.
 */
export const cutText = (text: string, most: number): string => text.slice(0, most).toWellFormed();

/** A text of 1 to `most` characters that can be stored. */
export const textSchema = (most: number) =>
  z
    .string('must be a string')
    .min(1, 'must not be empty')
    .max(most, `must have at most ${most} characters`)
    .refine(isWellFormed, 'must be well-formed Unicode');
