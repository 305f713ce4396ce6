import { type CleanUpDeps, cleanUpJob } from './clean-up-job.ts';
import { publishJobEvents } from './publish-job-events.ts';

/** Numbers of repaired jobs. */
export type JobReport = Record<'continued' | 'failed', number>;

/**
 * Continues the clean-up of jobs that are over, and sends what the bus has not heard. One bad job
 * does not stop the rest.
 */
export const reconcileJobs = async (
  deps: CleanUpDeps & { afterMinutes: number },
  onFailure: (jobId: string, error: unknown) => void,
): Promise<JobReport> => {
  const report: JobReport = { continued: 0, failed: 0 };
  const before = new Date(deps.clock.now().getTime() - deps.afterMinutes * 60_000);
  for await (const jobId of deps.jobs.needingAttention(before)) {
    try {
      await cleanUpJob(deps, jobId, { isAsked: false });
      await publishJobEvents(deps, jobId);
      report.continued++;
    } catch (error) {
      report.failed++;
      onFailure(jobId, error);
    }
  }
  return report;
};
