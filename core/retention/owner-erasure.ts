import * as z from 'zod';
import { NotFound } from '../errors.ts';
import { parseQuery } from '../shared/model/parse-query.ts';
import { type OwnerErasure, personSchema } from './model/owner-erasure.ts';
import type { OwnerErasures } from './ports.ts';

/** The query of `GET /owners/erasure`. */
export const ownerErasureQuery = z.strictObject({ ownerId: personSchema });

/** The latest request to erase an owner. Throws `NotFound` and `InvalidInput`. */
export const ownerErasure = async (
  { ownerErasures }: { ownerErasures: Pick<OwnerErasures, 'find'> },
  query: unknown,
): Promise<OwnerErasure> => {
  const { ownerId } = parseQuery(ownerErasureQuery, query);
  const found = await ownerErasures.find(ownerId);
  if (!found) throw new NotFound('erasure', ownerId);
  const { toldTo: _place, ...request } = found;
  return request;
};
