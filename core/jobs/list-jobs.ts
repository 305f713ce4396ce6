import * as z from 'zod';
import { InvalidInput } from '../errors.ts';
import { oneself } from '../sessions/model/owners.ts';
import { may } from '../sessions/model/powers.ts';
import type { Caller } from '../sessions/model/session.ts';
import { ownerIdSchema } from '../shared/model/id.ts';
import { fittingPage } from '../shared/model/page-bytes.ts';
import { pageFields } from '../shared/model/page-request.ts';
import { parseQuery } from '../shared/model/parse-query.ts';
import { type PageEnd, readPage } from '../shared/read-page.ts';
import { type Job, type JobQuery, jobPosition, jobStatuses } from './model/job.ts';
import type { Jobs } from './ports.ts';

export const listJobsSchema = z.strictObject({
  ...pageFields,
  ownerId: ownerIdSchema.optional(),
  status: z.enum(jobStatuses, `must be one of ${jobStatuses.join(', ')}`).optional(),
});

/**
 * A page of the caller's own jobs, newest first, in one status if one is named. An operator lists
 * the jobs of every owner, and may narrow them to one. A page may be short. Throws `InvalidInput`.
 */
export const listJobs = async (
  { jobs }: { jobs: Pick<Jobs, 'list'> },
  caller: Caller,
  input: unknown,
): Promise<{ jobs: Job[] } & PageEnd> => {
  const { limit, cursor, ...filters } = parseQuery(listJobsSchema, input);
  const query = jobsFor(caller, filters);
  const list = { list: 'jobs', ...query };
  const { found, endAt } = await readPage(list, { limit, cursor }, (stretch) =>
    jobs.list(query, stretch),
  );
  const page = fittingPage({ items: found.jobs, next: found.next }, jobPosition);
  return { jobs: page.items, ...endAt(page.next) };
};

const jobsFor = (caller: Caller, { ownerId, status }: JobQuery): JobQuery => {
  if (ownerId === oneself) return { ownerId: caller.ownerId, status };
  if (may(caller, 'read')) return { ownerId, status };
  // The answer is the same for known and unknown owners, so it reveals neither.
  if (ownerId !== undefined) throw InvalidInput.of('ownerId', 'is for operators; leave it out');
  return { ownerId: caller.ownerId, status };
};
