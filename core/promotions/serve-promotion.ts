import { type CleanUpDeps, cleanUpJob } from '../jobs/clean-up-job.ts';
import { type PromoteDeps, type Promotion, promoteUpload } from './promote-upload.ts';

type Deps = PromoteDeps & CleanUpDeps;

/**
 * Promotes an upload; when a job asked for it, the job goes on with what else there is to clean up,
 * and ends with the last of its files.
 */
export const servePromotion = async (
  deps: Deps,
  { uploadId, jobId }: { uploadId: string; jobId?: string | undefined },
): Promise<Promotion> => {
  const promotion = await promoteUpload(deps, uploadId);
  if (jobId !== undefined) await cleanUpJob(deps, jobId, { isAsked: true });
  return promotion;
};
