import * as z from 'zod';
import type { Quotas } from '../contract.ts';
import type { Tally } from '../retention/model/upload-count.ts';
import { userOwner } from '../sessions/model/owners.ts';
import { ownerIdSchema } from '../shared/model/id.ts';
import { parseQuery } from '../shared/model/parse-query.ts';
import { temporaryLimit } from './model/quota.ts';
import type { QuotaCounters } from './ports.ts';

export const ownerQuotaSchema = z.strictObject({ ownerId: ownerIdSchema });

/**
 * An owner's files and bytes in temporary storage, and their limits. A bare user id is taken for
 * `usr_…`. Uploads of workers and operators are not counted. Throws `InvalidInput`.
 */
export const ownerQuota = async (
  { counters, quotas }: { counters: QuotaCounters; quotas: Quotas },
  query: unknown,
): Promise<{ ownerId: string; held: Tally; limit: Tally }> => {
  const ownerId = userOwner(parseQuery(ownerQuotaSchema, query).ownerId);
  const { files, bytes } = temporaryLimit(quotas, ownerId);
  return { ownerId, held: await counters.of(ownerId), limit: { files, bytes } };
};
