import * as z from 'zod';
import { servePromotion } from '../../core/promotions/serve-promotion.ts';
import { parseInput } from '../../core/shared/model/parse-input.ts';
import { settings } from '../shared/environment.ts';
import { finishingJobs } from '../shared/finishing-jobs.ts';
import { logger } from '../shared/observed.ts';
import { queueHandler } from '../shared/queue.ts';
import { objects } from '../shared/wiring.ts';

const deps = { ...finishingJobs(), objects: objects(settings('multipartCopyBytes')) };

const requestSchema = z.object({
  detail: z.object({ uploadId: z.string(), jobId: z.string().optional() }),
});

/** Uploads to be kept for good, one message each. */
export const handler = queueHandler(async (event) => {
  const { uploadId, jobId } = parseInput(requestSchema, event).detail;
  const promotion = await servePromotion(deps, { uploadId, jobId });
  logger.info('Promotion served', { uploadId, jobId, promotion });
});
