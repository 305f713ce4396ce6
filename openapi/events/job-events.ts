import * as z from 'zod';
import { jobEvents } from '../../core/event-names.ts';
import { jobSchema } from '../../core/jobs/model/job.ts';
import type { BusEvents } from './bus-events.ts';

const { source } = jobEvents;
const { jobId, title, tags, metadata, inputs, outputs, reason, cleanUp } = jobSchema.shape;
const video = 'upl_4hQeVGgb2M7rEXAMPLE';
const job = { jobId: 'job_7kTdsGgb2M7rEXAMPLE', title: 'Transcode holiday.mp4' };

/** Files are upload ids by the name the job knows them under; clean-up is by upload id. */
export const jobsOnTheBus: BusEvents = {
  [jobEvents.created]: {
    version: '1.0.0',
    source,
    summary: 'A job waits for a worker.',
    detail: z.strictObject({ jobId, title, tags, metadata, inputs }),
    example: { ...job, tags: ['hd'], metadata: { preset: '1080p' }, inputs: { video } },
  },
  [jobEvents.finished]: {
    version: '1.0.0',
    source,
    summary: 'A job has ended well, and its files are cleaned up.',
    detail: z.strictObject({ jobId, title, outputs, cleanUp }),
    example: {
      ...job,
      outputs: { film: 'upl_9wZpbGgb2M7rEXAMPLE' },
      cleanUp: { [video]: 'deleted', upl_9wZpbGgb2M7rEXAMPLE: 'kept' },
    },
  },
  [jobEvents.failed]: {
    version: '1.0.0',
    source,
    summary: 'A job has failed, and its files are cleaned up.',
    detail: z.strictObject({ jobId, title, reason, cleanUp }),
    example: { ...job, reason: 'The film has no picture.', cleanUp: { [video]: 'kept' } },
  },
};
