import { NotFound, UploadInUse } from '../errors.ts';
import { jobEvents, uploadEvents } from '../event-names.ts';
import { ownersOf } from '../sessions/model/owners.ts';
import { settleAll } from '../shared/settle-all.ts';
import { isReceived } from '../uploads/model/upload.ts';
import type { Uploads } from '../uploads/ports.ts';
import { changeJob } from './change-job.ts';
import { type CleanUp, isCleaningUp, type Job } from './model/job.ts';
import { type PublishJobDeps, tryToPublishJobEvents } from './publish-job-events.ts';

export type CleanUpDeps = PublishJobDeps & {
  uploads: Pick<Uploads, 'find'>;
  /** Removes an upload for good. Throws `UploadInUse` if it is needed or kept for good. */
  erase: (uploadId: string, by: string) => Promise<void>;
};

/** `isAsked`: promotions were requested before. `lost`: a file whose bytes are gone for good. */
type Asked = { isAsked: boolean; lost?: string };

/**
 * Applies the job's policy to its files, and ends the job. Every effect is verified before it is
 * recorded, and every effect is idempotent, so the next caller finishes a clean-up that crashed.
 */
export const cleanUpJob = async (deps: CleanUpDeps, jobId: string, asked: Asked): Promise<Job> => {
  const job = await deps.jobs.find(jobId);
  if (!job) throw new NotFound('job', jobId);
  if (!isCleaningUp(job)) return tryToPublishJobEvents(deps, job);
  const steps = [...actionsOf(job)].map(([uploadId, action]) => ({ ...asked, uploadId, action }));
  const done = Object.fromEntries(
    (await settleAll(steps, (step) => apply(deps, job, step))).flat(),
  );
  const next = await changeJob(deps, jobId, (current) =>
    recorded(current, done, deps.clock.now().toISOString()),
  );
  return tryToPublishJobEvents(deps, next);
};

type Action = 'delete' | 'promote' | 'keep';

/** One action per file: an input is never an output, but a file may have two names. */
const actionsOf = ({ inputs, outputs = {}, onFinish }: Job): Map<string, Action> =>
  new Map([
    ...Object.values(outputs).map((uploadId) => [uploadId, onFinish.outputs] as const),
    ...Object.values(inputs).map((uploadId) => [uploadId, onFinish.inputs] as const),
  ]);

/** What becomes of one file. */
type Step = Asked & { uploadId: string; action: Action };

const apply = async (deps: CleanUpDeps, job: Job, step: Step): Promise<[string, CleanUp][]> => {
  const result = await resultOf(deps, job, step);
  return result === undefined ? [] : [[step.uploadId, result]];
};

const resultOf = async (deps: CleanUpDeps, job: Job, step: Step): Promise<CleanUp | undefined> => {
  const done = job.cleanUp?.[step.uploadId];
  if (done !== undefined) return done;
  if (step.action === 'keep') return 'kept';
  return step.action === 'delete' ? erase(deps, job, step.uploadId) : promote(deps, job, step);
};

/** A file that was handed over meanwhile is not the job's owner's to erase. */
const erase = async (
  deps: CleanUpDeps,
  { jobId, ownerId }: Job,
  uploadId: string,
): Promise<CleanUp> => {
  const upload = await deps.uploads.find(uploadId);
  if (upload && !ownersOf(upload).includes(ownerId)) return 'in_use';
  try {
    await deps.erase(uploadId, jobId);
    return 'deleted';
  } catch (error) {
    if (error instanceof NotFound) return 'deleted';
    if (error instanceof UploadInUse) return 'in_use';
    throw error;
  }
};

/**
 * A copy takes longer than a request may. The promotion is requested, and the job ends when the
 * last copy is committed.
 */
const promote = async (
  deps: CleanUpDeps,
  { jobId }: Job,
  { uploadId, isAsked, lost }: Step,
): Promise<CleanUp | undefined> => {
  const upload = await deps.uploads.find(uploadId);
  if (upload?.status === 'permanent') return 'promoted';
  if (!isReceived(upload) || upload.removal?.as === 'erased') return 'unavailable';
  if (uploadId === lost) return 'unavailable';
  if (!isAsked)
    await deps.bus.publish({
      detailType: uploadEvents.promotionRequested,
      detail: { uploadId, jobId },
    });
  return undefined;
};

/** Records each file's clean-up. The job ends when every file has one. */
const recorded = (job: Job, done: Record<string, CleanUp>, now: string): Job => {
  if (!isCleaningUp(job)) return job;
  const next = { ...job, cleanUp: { ...job.cleanUp, ...done } };
  return [...actionsOf(job).keys()].every((uploadId) => uploadId in next.cleanUp)
    ? ended(next, now)
    : next;
};

const ended = (job: Job, now: string): Job => {
  const { jobId, title, outputs, reason, cleanUp } = job;
  const hasFailed = job.status === 'failing';
  const detail = hasFailed ? { jobId, title, reason, cleanUp } : { jobId, title, outputs, cleanUp };
  return {
    ...job,
    status: hasFailed ? 'failed' : 'finished',
    finishedAt: now,
    announcements: [
      ...job.announcements,
      { detailType: hasFailed ? jobEvents.failed : jobEvents.finished, detail },
    ],
  };
};
