import { InvalidInput } from '../errors.ts';
import type { Jobs } from '../jobs/ports.ts';
import type { Caller } from '../sessions/model/session.ts';

/**
 * In whose name a caller registers a result of a job: its owner's, while it runs. Foreign, unknown
 * and ended jobs look alike. Throws `InvalidInput`.
 */
export const resultOwner = async (
  { jobs }: { jobs: Pick<Jobs, 'find'> },
  caller: Caller,
  jobId: string,
): Promise<Caller> => {
  const job = await jobs.find(jobId);
  if (job?.status === 'running' && (caller.worker || job.ownerId === caller.ownerId))
    return { ...caller, ownerId: job.ownerId };
  throw InvalidInput.of('jobId', 'is no running job of yours');
};
