import { NotFound } from '../errors.ts';
import type { Job } from '../jobs/model/job.ts';
import type { Jobs } from '../jobs/ports.ts';
import { isSameOwner } from '../sessions/model/owners.ts';
import { may } from '../sessions/model/powers.ts';
import type { Caller } from '../sessions/model/session.ts';
import type { Upload } from './model/upload.ts';
import type { Uploads } from './ports.ts';

export type ReachDeps = { uploads: Pick<Uploads, 'find'>; jobs: Pick<Jobs, 'findMany'> };

/**
 * Uploads that a caller may read and download: an owner's own uploads, every upload for an
 * operator, and the inputs and results of a running job for a worker.
 */
export const visibleUpload = (deps: ReachDeps, caller: Caller, uploadId: string): Promise<Upload> =>
  reach(
    deps,
    caller,
    uploadId,
    async (upload) =>
      may(caller, 'read') || (caller.worker && (await runningJobs(deps, upload)).length > 0),
  );

/** An upload the caller owns or `isReachable` allows; else `NotFound`, like an unknown id. */
const reach = async (
  { uploads }: ReachDeps,
  { ownerId }: Caller,
  uploadId: string,
  isReachable: (upload: Upload) => Promise<boolean>,
): Promise<Upload> => {
  const upload = await uploads.find(uploadId);
  if (!upload || (upload.ownerId !== ownerId && !(await isReachable(upload))))
    throw new NotFound('upload', uploadId);
  return upload;
};

/** Running jobs of the upload's owner that name it as input, or that it was registered for. */
const runningJobs = async ({ jobs }: ReachDeps, upload: Upload): Promise<Job[]> =>
  (await jobs.findMany(upload.jobIds ?? [])).filter(
    (job) => job.status === 'running' && isSameOwner(job, upload),
  );

/**
 * Uploads that a caller may send and complete: its own, and for a worker the results of a running
 * job, never its inputs.
 */
export const sendableUpload = (
  deps: ReachDeps,
  caller: Caller,
  uploadId: string,
): Promise<Upload> =>
  reach(
    deps,
    caller,
    uploadId,
    async (upload) =>
      caller.worker && (await runningJobs(deps, upload)).some((job) => !isInput(job, upload)),
  );

const isInput = (job: Job, { uploadId }: Upload): boolean =>
  Object.values(job.inputs).includes(uploadId);
