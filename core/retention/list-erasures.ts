import * as z from 'zod';
import { pageFields } from '../shared/model/page-request.ts';
import { parseQuery } from '../shared/model/parse-query.ts';
import { type PageEnd, readPage } from '../shared/read-page.ts';
import type { LedgerEntry } from './model/erasure.ts';
import type { Erasures } from './ports.ts';

export const listErasuresSchema = z.strictObject(pageFields);

const list = { list: 'erasures' };

/** A page of the erasure ledger, newest first. Throws `InvalidInput`. */
export const listErasures = async (
  { erasures }: { erasures: Pick<Erasures, 'list'> },
  input: unknown,
): Promise<{ erasures: LedgerEntry[] } & PageEnd> => {
  const paging = parseQuery(listErasuresSchema, input);
  const { found, endAt } = await readPage(list, paging, (stretch) => erasures.list(stretch));
  return { erasures: found.entries, ...endAt(found.next) };
};
