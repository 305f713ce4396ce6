import { reconcileJobs } from '../../../core/jobs/reconcile-jobs.ts';
import type { Workshop } from '../builders/jobs.ts';

export const heard = ({ bus }: Workshop) => bus.published.map(({ detailType }) => detailType);

export const record = async (world: Workshop, jobId: string) => {
  const job = await world.jobs.find(jobId);
  if (!job) throw new Error('no job');
  return job;
};

/** Everything the hourly run does for jobs, an hour later. */
export const anHourLater = (world: Workshop) => {
  world.clock.advance(61 * 60_000);
  return reconcileJobs(world, (_jobId, error) => {
    throw error;
  });
};
