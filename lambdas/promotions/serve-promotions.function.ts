import { settings } from '../shared/environment.ts';
import { jobEndPorts } from '../shared/job-end-ports.ts';
import { queueHandler } from '../shared/queue.ts';
import { objects } from '../shared/wiring.ts';
import { consumePromotions } from './consume-promotions.ts';

/** Uploads to be kept for good. */
export const handler = queueHandler(
  consumePromotions({ ...jobEndPorts(), objects: objects(settings('multipartCopyBytes')) }),
);
