import { NotFound, TransientFault } from '../errors.ts';
import type { Jobs } from '../job-ports.ts';
import type { Job } from '../model/job.ts';
import type { Clock } from '../ports.ts';
import { unlessStale } from './unless-stale.ts';

type Deps = { jobs: Pick<Jobs, 'find' | 'save'>; clock: Clock };

const maxRounds = 5;

/** Reads, decides, writes over what was read; reads and decides again when somebody was faster. Deciding on the same job writes nothing. Throws `NotFound`. */
export const changeJob = async ({ jobs, clock }: Deps, jobId: string, decide: (current: Job) => Job | Promise<Job>): Promise<Job> => {
  for (let round = 0; round < maxRounds; round++) {
    const current = await jobs.find(jobId);
    if (!current) throw new NotFound('job', jobId);
    const decided = await decide(current);
    if (decided === current) return current;
    const saved = await unlessStale(jobs.save({ ...decided, updatedAt: clock.now().toISOString() }));
    if (saved) return saved;
  }
  throw new TransientFault(`Job ${jobId} kept changing; try again.`, { context: { jobId } });
};
