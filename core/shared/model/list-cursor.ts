import { createHash } from 'node:crypto';
import * as z from 'zod';
import { InvalidInput } from '../../errors.ts';

/** The content of a cursor: the position where the last page ended, and its list. */
const cursorSchema = z.strictObject({ after: z.string().regex(/^[!-~]+$/), of: z.string() });

/** Positions are ids and times. DynamoDB refuses keys of more than 1,024 bytes. */
const longestPosition = 200;

/** A list by its name, so that no cursor is good for another one, and by what it was asked for. */
export type List = Readonly<{ list: string } & Record<string, unknown>>;

/** An opaque cursor for the entries after a position in this list, and in no other. */
export const cursorAfter = (list: List, after: string): string =>
  toBase64url(JSON.stringify({ after, of: sealOf(list, after) }));

const toBase64url = (text: string): string =>
  btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/**
 * Two lists are the same when they were asked for in the same words; with the position, so that
 * neither can be changed by itself.
 */
const sealOf = (list: List, after: string): string => {
  const asked = Object.entries(list).filter(([, value]) => value !== undefined);
  const words = JSON.stringify([asked.sort(([a], [b]) => (a < b ? -1 : 1)), after]);
  return createHash('sha256').update(words).digest('base64url').slice(0, 16);
};

/**
 * The position in a cursor. Throws `InvalidInput` for a cursor of another list or a malformed one.
 * A cursor names a position and no owner, so a forged cursor only pages through the caller's own
 * records. `longest`: characters of a position.
 */
export const positionOf = (
  list: List,
  cursor: string | undefined,
  longest = longestPosition,
): string | undefined => {
  if (cursor === undefined) return undefined;
  const { success, data } = cursorSchema.safeParse(decoded(cursor));
  const isOfList = success && data.of === sealOf(list, data.after);
  if (isOfList && data.after.length <= longest) return data.after;
  throw InvalidInput.of(
    'cursor',
    'is no cursor of this list; repeat the query it came from, or leave it out',
  );
};

const decoded = (cursor: string): unknown => {
  try {
    return JSON.parse(atob(cursor.replaceAll('-', '+').replaceAll('_', '/')));
  } catch {
    return undefined;
  }
};
