import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { parseInput } from '../../core/shared/model/parse-input.ts';
import type { ObjectRef } from '../../core/storage/ports.ts';
import { checkUpload } from '../../core/uploads/check-upload.ts';
import type { CheckRequest } from '../../core/uploads/ports.ts';
import { receiveArrival } from '../../core/uploads/receive-arrival.ts';
import { logger } from '../shared/observed.ts';

type Deps = Parameters<typeof checkUpload>[0] & Parameters<typeof receiveArrival>[0];

/** Time left when the reading stops, for the hand-over and for calls that are slow today. */
const handoverMs = 60_000;

export const checkRequestSchema = z.object({
  check: z.object({
    uploadId: z.string(),
    checkId: z.string().optional(),
    progress: z.object({ offsetBytes: z.int(), state: z.string() }).optional(),
  }),
});

/** S3's Object Created. Keys in EventBridge's events are not encoded. */
export const arrivalSchema = z.object({
  detail: z.object({
    bucket: z.object({ name: z.string() }),
    object: z.object({ key: z.string(), 'version-id': z.string().optional() }),
  }),
});

type Timed = Pick<Context, 'getRemainingTimeInMillis'>;

/** Files to be read, and news from storage. */
export const consumeArrivals =
  (deps: Deps) =>
  async (message: unknown, context: Timed): Promise<void> => {
    const asked = checkRequestSchema.safeParse(message);
    if (asked.success) return check(deps, asked.data.check, context);
    const { bucket, object } = parseInput(arrivalSchema, message).detail;
    return receive(deps, {
      bucket: bucket.name,
      key: object.key,
      versionId: object['version-id'],
    });
  };

const check = async (deps: Deps, request: CheckRequest, context: Timed): Promise<void> => {
  const hasTime = () => context.getRemainingTimeInMillis() > handoverMs;
  const outcome = await checkUpload(deps, { ...request, hasTime });
  logger.info('Upload checked', { uploadId: request.uploadId, outcome });
};

const receive = async (deps: Deps, ref: ObjectRef): Promise<void> => {
  const outcome = await receiveArrival(deps, ref);
  logger.info('Arrival looked at', { key: ref.key, outcome });
};
