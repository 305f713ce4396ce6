import * as z from 'zod';
import { jobEvents, uploadEvents } from '../../core/event-names.ts';
import { parseInput } from '../../core/shared/model/parse-input.ts';
import { makeVariants } from '../../core/variants/make-variants.ts';
import { serveVariantJob } from '../../core/variants/serve-variant-job.ts';
import { count } from '../shared/counted.ts';
import { logger } from '../shared/observed.ts';

export const variantJobSchema = z.object({
  'detail-type': z.literal(jobEvents.created),
  detail: z.object({ jobId: z.string() }),
});

export const variantNewsSchema = z.object({
  'detail-type': z.enum([uploadEvents.received, uploadEvents.promoted]),
  detail: z.object({ uploadId: z.string() }),
});

const requestSchema = z.discriminatedUnion('detail-type', [variantJobSchema, variantNewsSchema]);

type Deps = Parameters<typeof serveVariantJob>[0];

/** Jobs tagged `variants`, and, where the stage makes them by itself, news of uploads. */
export const consumeVariantRequests =
  (deps: Deps) =>
  async (event: unknown): Promise<void> => {
    const { detail } = parseInput(requestSchema, event);
    return 'jobId' in detail ? serveJob(deps, detail.jobId) : serveUpload(deps, detail.uploadId);
  };

const serveJob = async (deps: Deps, jobId: string): Promise<void> => {
  const job = await serveVariantJob(deps, jobId);
  if (job?.status === 'failed') count('VariantsRefused');
  logger.info('Job of variants served', { jobId, status: job?.status, reason: job?.reason });
};

const serveUpload = async (deps: Deps, uploadId: string): Promise<void> => {
  const outcome = await makeVariants(deps, uploadId);
  if ('made' in outcome) count('VariantsMade', Object.keys(outcome.made).length);
  if ('refused' in outcome && outcome.refused === 'unreadable') count('VariantsRefused');
  logger.info('Variants served', { uploadId, outcome });
};
