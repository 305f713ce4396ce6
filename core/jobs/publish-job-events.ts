import { NotFound, TransientFault } from '../errors.ts';
import type { Clock, EventBus } from '../shared/ports.ts';
import { changeJob } from './change-job.ts';
import type { Job } from './model/job.ts';
import type { Jobs } from './ports.ts';

export type PublishJobDeps = { jobs: Jobs; bus: EventBus; clock: Clock };

/**
 * Publishes what the job's record promises, in order, then strikes it off: at least once, also
 * after a crash in between.
 */
export const publishJobEvents = async (deps: PublishJobDeps, jobId: string): Promise<Job> => {
  const job = await deps.jobs.find(jobId);
  if (!job) throw new NotFound('job', jobId);
  if (job.announcements.length === 0) return job;
  for (const announcement of job.announcements) await deps.bus.publish(announcement);
  const sent = new Set(job.announcements.map(({ detailType }) => detailType));
  return changeJob(deps, jobId, (current) => ({
    ...current,
    announcements: current.announcements.filter(({ detailType }) => !sent.has(detailType)),
  }));
};

/** Announces a job best-effort. The reconciler sends an event that the bus did not take. */
export const tryToPublishJobEvents = async (deps: PublishJobDeps, job: Job): Promise<Job> => {
  try {
    return await publishJobEvents(deps, job.jobId);
  } catch (error) {
    if (error instanceof TransientFault) return job;
    throw error;
  }
};
