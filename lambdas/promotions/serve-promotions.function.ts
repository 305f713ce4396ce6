import { settings } from '../shared/environment.ts';
import { finishingJobs } from '../shared/finishing-jobs.ts';
import { queueHandler } from '../shared/queue.ts';
import { objects } from '../shared/wiring.ts';
import { consumePromotions } from './consume-promotions.ts';

/** Uploads to be kept for good. */
export const handler = queueHandler(
  consumePromotions({ ...finishingJobs(), objects: objects(settings('multipartCopyBytes')) }),
);
