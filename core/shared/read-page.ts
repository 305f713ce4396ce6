import { cursorAfter, type List, positionOf } from './model/list-cursor.ts';
import type { Stretch } from './model/stretch.ts';
import { unreadableIn, withoutUnreadable } from './unreadable.ts';

/** What an answer says beside a page's items: records that cannot be read, and how to continue. */
export type PageEnd = { unreadable?: string[]; cursor?: string };

/**
 * Reads a page of a list from a port. `endAt` is its end, once the answer is known to reach up to
 * the position `next`. Throws `InvalidInput` for a cursor of another list.
 */
export const readPage = async <Found>(
  list: List,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
  read: (stretch: Stretch) => Promise<Found>,
): Promise<{ found: Found; endAt: (next: string | undefined) => PageEnd }> => {
  const { answer: found, unreadable } = await withoutUnreadable(
    read({ limit, after: positionOf(list, cursor) }),
  );
  const endAt = (next: string | undefined): PageEnd => ({
    ...unreadableIn(unreadable),
    ...(next !== undefined && { cursor: cursorAfter(list, next) }),
  });
  return { found, endAt };
};
