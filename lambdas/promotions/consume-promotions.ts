import * as z from 'zod';
import { servePromotion } from '../../core/promotions/serve-promotion.ts';
import { parseInput } from '../../core/shared/model/parse-input.ts';
import { logger } from '../shared/observed.ts';

export const promotionRequestSchema = z.object({
  detail: z.object({ uploadId: z.string(), jobId: z.string().optional() }),
});

/** Uploads to be kept for good, one message each. */
export const consumePromotions =
  (deps: Parameters<typeof servePromotion>[0]) =>
  async (event: unknown): Promise<void> => {
    const { uploadId, jobId } = parseInput(promotionRequestSchema, event).detail;
    const promotion = await servePromotion(deps, { uploadId, jobId });
    logger.info('Promotion served', { uploadId, jobId, promotion });
  };
