import * as z from 'zod';
import { cursorAfter, positionOf } from '../shared/model/list-cursor.ts';
import { pageFields } from '../shared/model/page-request.ts';
import { parseQuery } from '../shared/model/parse-query.ts';
import { unreadableIn, withoutUnreadable } from '../shared/unreadable.ts';
import type { LedgerEntry } from './model/erasure.ts';
import type { Erasures } from './ports.ts';

export const listErasuresSchema = z.strictObject(pageFields);

const list = { list: 'erasures' };

/** A page of the erasure ledger, newest first. Throws `InvalidInput`. */
export const listErasures = async (
  { erasures }: { erasures: Pick<Erasures, 'list'> },
  input: unknown,
): Promise<{ erasures: LedgerEntry[]; cursor?: string; unreadable?: string[] }> => {
  const { limit, cursor } = parseQuery(listErasuresSchema, input);
  const { answer: page, unreadable } = await withoutUnreadable(
    erasures.list({ limit, after: positionOf(list, cursor) }),
  );
  return {
    erasures: page.entries,
    ...unreadableIn(unreadable),
    ...(page.next !== undefined && { cursor: cursorAfter(list, page.next) }),
  };
};
