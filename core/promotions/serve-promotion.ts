import { SourceMissing } from '../errors.ts';
import { type CleanUpDeps, cleanUpJob } from '../jobs/clean-up-job.ts';
import { type PromoteDeps, type Promotion, promoteUpload } from './promote-upload.ts';

type Deps = PromoteDeps & CleanUpDeps;

/**
 * Promotes an upload; when a job asked for it, the job goes on with what else there is to clean up,
 * and ends with the last of its files, also where the bytes of this one are gone. That throws
 * `SourceMissing` all the same: operators are told of the file.
 */
export const servePromotion = async (
  deps: Deps,
  { uploadId, jobId }: { uploadId: string; jobId?: string | undefined },
): Promise<Promotion> => {
  const promotion = await promoteUpload(deps, uploadId).catch(async (error: unknown) => {
    if (error instanceof SourceMissing && jobId !== undefined)
      await cleanUpJob(deps, jobId, { isAsked: true, lost: uploadId });
    throw error;
  });
  if (jobId !== undefined) await cleanUpJob(deps, jobId, { isAsked: true });
  return promotion;
};
