import { InvalidInput, JobNotRunning } from '../errors.ts';
import type { CleanUpDeps } from '../jobs/clean-up-job.ts';
import { failJob, finishJob } from '../jobs/finish-job.ts';
import type { Job } from '../jobs/model/job.ts';
import { type PublishJobDeps, tryToPublishJobEvents } from '../jobs/publish-job-events.ts';
import { cutText } from '../shared/model/text.ts';
import { type Noting, noteUse } from '../uploads/note-uses.ts';
import { makeVariants, type VariantDeps, type VariantsOutcome } from './make-variants.ts';

type Deps = VariantDeps & CleanUpDeps & PublishJobDeps;

/** The most results a job may name. */
const mostOutputs = 25;

/** The worker as the jobs' use cases know it: it owns nothing, and ends jobs that keep files. */
const drawer = { ownerId: 'usr_keepsake-variants', admin: false, worker: true };

const reasons: Record<'unsuitable' | 'gone', string> = {
  unsuitable: 'is of a type that has no variants',
  gone: 'is not there any more',
};

/**
 * Makes the variants of every file of a job, and ends it: finished with them as results, or failed
 * with the file that could not be drawn. Idempotent; a job that is over stays as it is. Returns the
 * job, or `undefined` for one that does not exist.
 */
export const serveVariantJob = async (deps: Deps, jobId: string): Promise<Job | undefined> => {
  const job = await deps.jobs.find(jobId);
  if (job?.status !== 'running') return job && tryToPublishJobEvents(deps, job);
  try {
    return await end(deps, job);
  } catch (error) {
    if (error instanceof JobNotRunning) return deps.jobs.find(jobId);
    throw error;
  }
};

const end = async (deps: Deps, job: Job): Promise<Job> => {
  const drawn = await drawAll(deps, job);
  if ('reason' in drawn) return failJob(deps, drawer, job.jobId, drawn);
  try {
    await noteResults(deps, job.jobId, drawn.outputs);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return failJob(deps, drawer, job.jobId, { reason: cutText(error.message, 1000) });
  }
  return finishJob(deps, drawer, job.jobId, { outputs: drawn.outputs });
};

/** The job's results by name, `photo-thumbnail` and the like; or why it came to nothing. */
const drawAll = async (
  deps: Deps,
  { inputs }: Job,
): Promise<{ outputs: Record<string, string> } | { reason: string }> => {
  const outputs: Record<string, string> = {};
  if (Object.keys(inputs).length * deps.variants.sizes.length > mostOutputs)
    return { reason: `the variants of these files are more than the ${mostOutputs} of a job` };
  for (const [name, uploadId] of Object.entries(inputs)) {
    const outcome = await makeVariants(deps, uploadId);
    if ('refused' in outcome) return { reason: reasonOf(name, outcome) };
    for (const [size, id] of Object.entries(outcome.made)) outputs[`${name}-${size}`] = id;
  }
  return { outputs };
};

const reasonOf = (name: string, outcome: Exclude<VariantsOutcome, { made: unknown }>): string =>
  outcome.refused === 'unreadable'
    ? `${name} cannot be drawn: ${outcome.reason}`
    : `${name} ${reasons[outcome.refused]}`;

/** A result names its job, as results of other workers do. */
const noteResults = async (deps: Deps, jobId: string, outputs: Record<string, string>) => {
  const noting: Noting = { list: 'jobIds', id: jobId, refusalOf: () => undefined };
  for (const [name, uploadId] of Object.entries(outputs))
    await noteUse(deps, { uploadId, field: `outputs.${name}` }, noting);
};
