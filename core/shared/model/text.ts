import * as z from 'zod';

/**
 * The first `most` characters of a text, as they can be stored. A cut may go through an emoji, and
 * its sender may have done the same.
 */
export const cutText = (text: string, most: number): string => text.slice(0, most).toWellFormed();

/** `InvalidInput` as `invalid-input`. */
export const kebab = (name: string): string =>
  name.replace(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that stays text in HTML, as content and between quotes. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (char) => entities[char] ?? char);

/** The value that a text is as JSON; `undefined` where it is none. */
export const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** A text of 1 to `most` characters that can be stored. */
export const textSchema = (most: number) =>
  z
    .string('must be a string')
    .min(1, 'must not be empty')
    .max(most, `must have at most ${most} characters`)
    .refine(isWellFormed, 'must be well-formed Unicode');

/** Half a surrogate pair is not text: DynamoDB rejects it. */
const isWellFormed = (text: string): boolean => text.isWellFormed();
