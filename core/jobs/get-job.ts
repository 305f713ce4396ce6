import { NotFound } from '../errors.ts';
import type { Caller } from '../sessions/model/session.ts';
import type { Job } from './model/job.ts';
import type { Jobs } from './ports.ts';

/**
 * The caller's own job; workers reach every job. Another owner's job is `NotFound`, exactly like an
 * unknown id.
 */
export const getJob = async (
  { jobs }: { jobs: Pick<Jobs, 'find'> },
  { ownerId, worker }: Caller,
  jobId: string,
): Promise<Job> => {
  const job = await jobs.find(jobId);
  if (!job || (job.ownerId !== ownerId && !worker)) throw new NotFound('job', jobId);
  return job;
};
