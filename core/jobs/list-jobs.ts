import * as z from 'zod';
import type { Caller } from '../sessions/model/session.ts';
import { cursorAfter, positionOf } from '../shared/model/list-cursor.ts';
import { pageFields } from '../shared/model/page-request.ts';
import { parseQuery } from '../shared/model/parse-query.ts';
import type { Job } from './model/job.ts';
import type { Jobs } from './ports.ts';

export const listJobsSchema = z.strictObject(pageFields);

/** A page of the caller's own jobs, newest first. */
export const listJobs = async (
  { jobs }: { jobs: Pick<Jobs, 'list'> },
  { ownerId }: Caller,
  input: unknown,
): Promise<{ jobs: Job[]; cursor?: string }> => {
  const { limit, cursor } = parseQuery(listJobsSchema, input);
  const list = { jobsOf: ownerId };
  const page = await jobs.list(ownerId, { limit, after: positionOf(list, cursor) });
  return {
    jobs: page.jobs,
    ...(page.next !== undefined && { cursor: cursorAfter(list, page.next) }),
  };
};
