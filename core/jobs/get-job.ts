import { NotFound } from '../errors.ts';
import { may } from '../sessions/model/powers.ts';
import type { Caller } from '../sessions/model/session.ts';
import type { Job } from './model/job.ts';
import type { Jobs } from './ports.ts';

/**
 * The caller's own job; workers, operators and viewers reach every job. Another owner's job is
 * `NotFound`, exactly like an unknown id.
 */
export const getJob = async (
  { jobs }: { jobs: Pick<Jobs, 'find'> },
  caller: Caller,
  jobId: string,
): Promise<Job> => {
  const job = await jobs.find(jobId);
  const isVisible = job?.ownerId === caller.ownerId || caller.worker || may(caller, 'read');
  if (!job || !isVisible) throw new NotFound('job', jobId);
  return job;
};
