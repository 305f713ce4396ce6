import * as z from 'zod';

/** Half of a surrogate pair is no text: DynamoDB refuses it. */
const isWellFormed = (text: string): boolean => text.isWellFormed();

/** A text of 1 to `most` characters that can be stored. */
export const textSchema = (most: number) =>
  z
    .string('must be a string')
    .min(1, 'must not be empty')
    .max(most, `must have at most ${most} characters`)
    .refine(isWellFormed, 'must be well-formed Unicode');
