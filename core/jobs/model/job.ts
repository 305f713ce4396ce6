import * as z from 'zod';
import { jobEvents } from '../../event-names.ts';

/** `finishing` and `failing`: the result is on record, its clean-up is under way. */
export const jobStatuses = ['running', 'finishing', 'failing', 'finished', 'failed'] as const;

/** Files of a job by the name the job knows them under, e.g. `{video: 'upl_…'}`. */
const filesSchema = z.record(z.string(), z.string());

/** The fate of the job's files once the job has ended, with success or failure. */
export const policySchema = z.object({
  inputs: z.enum(['delete', 'promote', 'keep']),
  outputs: z.enum(['keep', 'delete', 'promote']),
});

/**
 * The clean-up of one file. `in_use`: an order or another job needed the file, or it is kept for
 * good. `unavailable`: the file was gone or refused before.
 */
const cleanUpSchema = z.enum(['deleted', 'promoted', 'kept', 'in_use', 'unavailable']);

export type CleanUp = z.infer<typeof cleanUpSchema>;

/** Events that the record still has to send, in this order. */
const jobEventSchema = z.object({
  detailType: z.enum([jobEvents.created, jobEvents.finished, jobEvents.failed]),
  detail: z.record(z.string(), z.unknown()),
});

export type JobEvent = z.infer<typeof jobEventSchema>;

/** A piece of processing over uploads, done by a customer's worker. Times are ISO 8601 in UTC. */
export const jobSchema = z.object({
  jobId: z.string(),
  ownerId: z.string(),
  /** The session it came from, once a customer claimed that. */
  sessionId: z.string().optional(),
  title: z.string(),
  description: z.string().optional(),
  tags: z.array(z.string()).optional(),
  metadata: z.record(z.string(), z.string()).optional(),
  inputs: filesSchema,
  onFinish: policySchema,
  status: z.enum(jobStatuses),
  outputs: filesSchema.optional(),
  reason: z.string().optional(),
  /** By upload id. */
  cleanUp: z.record(z.string(), cleanUpSchema).optional(),
  announcements: z.array(jobEventSchema),
  createdAt: z.string(),
  updatedAt: z.string(),
  finishedAt: z.string().optional(),
  /** Optimistic lock: a write succeeds only over the revision it was decided on. */
  revision: z.number().int(),
});

export type Job = z.infer<typeof jobSchema>;

/** True for a job whose end keeps files for good without an order. */
export const keepsForGood = ({ onFinish }: Pick<Job, 'onFinish'>): boolean =>
  onFinish.inputs === 'promote' || onFinish.outputs === 'promote';

/** The record while its clean-up is not done. */
export const isCleaningUp = ({ status }: Job): boolean =>
  status === 'finishing' || status === 'failing';

/** True for what only the reconciler would notice if a function or an event got lost. */
export const jobNeedsAttention = (job: Job): boolean =>
  job.announcements.length > 0 || isCleaningUp(job);

/** True while the job needs this file in place: no sweep or erasure may remove it. */
export const needsFile = (job: Job, uploadId: string): boolean => {
  const { inputs, outputs = {}, onFinish } = job;
  const [isInput, isOutput] = [inputs, outputs].map((files) =>
    Object.values(files).includes(uploadId),
  );
  if (job.status === 'running') return isInput === true;
  const isPromoted =
    (isInput && onFinish.inputs === 'promote') || (isOutput && onFinish.outputs === 'promote');
  return isCleaningUp(job) && isPromoted === true;
};

/** Which jobs are wanted; every field narrows. */
export type JobQuery = { ownerId?: string | undefined; status?: Job['status'] | undefined };

/** True for a job that a query asks for. */
export const isWantedJob = ({ ownerId, status }: Job, query: JobQuery): boolean =>
  (query.ownerId === undefined || ownerId === query.ownerId) &&
  (query.status === undefined || status === query.status);

/** Where a job stands among its owner's; no two share a position. */
export const jobPosition = ({ createdAt, jobId }: Pick<Job, 'createdAt' | 'jobId'>): string =>
  `${createdAt}#${jobId}`;
