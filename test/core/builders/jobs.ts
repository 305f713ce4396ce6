import { createJob } from '../../../core/jobs/create-job.ts';
import { eraseUnlessKept } from '../../../core/retention/erase-upload.ts';
import type { Upload } from '../../../core/uploads/model/upload.ts';
import { arrived } from './records.ts';
import { alice, aWorld, type World } from './world.ts';

/** A member of the worker group who owns nothing. */
export const worker = { ownerId: 'usr_worker', admin: false, worker: true };

/** The world as the jobs' use cases take it: files are really erased. */
export const aWorkshop = (world: World = aWorld()) => ({
  ...world,
  erase: (uploadId: string, by: string) => eraseUnlessKept(world, uploadId, by),
});

export type Workshop = ReturnType<typeof aWorkshop>;

/**
 * A running job of Alice's over a film in storage, created by a worker, who has the power to keep
 * files.
 */
export const aJob = async (
  world: Workshop,
  onFinish: object = { inputs: 'keep', outputs: 'keep' },
) => {
  arrived(world, 'upl_film');
  return createJob(world, worker, {
    ownerId: alice.ownerId,
    title: 'Cut',
    inputs: { film: 'upl_film' },
    onFinish,
  });
};

/** A result of that job, received. */
export const aResult = (world: Workshop, jobId: string, uploadId = 'upl_cut'): Upload =>
  arrived(world, uploadId, { jobIds: [jobId] });
