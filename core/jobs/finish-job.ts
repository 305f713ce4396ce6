import * as z from 'zod';
import { InvalidInput, JobNotRunning } from '../errors.ts';
import { isSameOwner } from '../sessions/model/owners.ts';
import { assertMayKeep, type KeepChoice } from '../sessions/model/powers.ts';
import type { Caller } from '../sessions/model/session.ts';
import { parseInput } from '../shared/model/parse-input.ts';
import { textSchema } from '../shared/model/text.ts';
import { isReceived, type Upload } from '../uploads/model/upload.ts';
import type { Uploads } from '../uploads/ports.ts';
import { uploadsById } from '../uploads/uploads-by-id.ts';
import { changeJob } from './change-job.ts';
import { type CleanUpDeps, cleanUpJob } from './clean-up-job.ts';
import { jobFilesSchema } from './create-job.ts';
import { getJob } from './get-job.ts';
import { type Job, keepsForGood } from './model/job.ts';

type Deps = CleanUpDeps & KeepChoice & { uploads: Pick<Uploads, 'find' | 'findMany'> };

export const finishJobSchema = z.strictObject(
  { outputs: jobFilesSchema.default({}) },
  'must be a JSON object',
);

export const failJobSchema = z.strictObject(
  {
    reason: textSchema(1000),
  },
  'must be a JSON object',
);

/** How a job ended, as its record says it. */
type Result =
  | { status: 'finishing'; outputs: Record<string, string> }
  | { status: 'failing'; reason: string };

const sorted = (files: Record<string, string> = {}): string =>
  JSON.stringify(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));

const isSame = (job: Job, result: Result): boolean =>
  result.status === 'finishing'
    ? ['finishing', 'finished'].includes(job.status) &&
      sorted(job.outputs) === sorted(result.outputs)
    : ['failing', 'failed'].includes(job.status) && job.reason === result.reason;

const decided = (job: Job, result: Result): Job => {
  if (job.status === 'running') return { ...job, ...result };
  if (isSame(job, result)) return job;
  throw new JobNotRunning(
    `Job ${job.jobId} is ${job.status} with another result. Look at it: GET /jobs/${job.jobId}.`,
    {
      context: { jobId: job.jobId, status: job.status },
    },
  );
};

/** Outputs must be registered for this job: the policy may delete outputs. */
const isResult = (upload: Upload | undefined, job: Job): boolean =>
  isReceived(upload) &&
  isSameOwner(upload, job) &&
  (upload.jobIds ?? []).includes(job.jobId) &&
  !Object.values(job.inputs).includes(upload.uploadId);

const assertResults = async (
  { uploads }: Deps,
  job: Job,
  outputs: Record<string, string>,
): Promise<void> => {
  const known = await uploadsById(uploads, Object.values(outputs));
  const wrong = Object.entries(outputs).filter(
    ([, uploadId]) => !isResult(known.get(uploadId), job),
  );
  if (wrong.length === 0) return;
  const message =
    'is no received result of this job; register it with POST /uploads and this jobId, send ' +
    'it and complete it';
  throw new InvalidInput(wrong.map(([name]) => ({ field: `outputs.${name}`, message })));
};

/**
 * Ending a job applies its policy. The caller who ends the job needs the power that the policy
 * uses, even if another caller created the job.
 */
const assertMayEnd = (deps: Deps, caller: Caller, job: Job): void => {
  if (keepsForGood(job))
    assertMayKeep(
      deps,
      caller,
      `Job ${job.jobId} keeps files for good when it ends. Only a worker or an operator may ` +
        'end it.',
    );
};

/** Records the result before the clean-up. Repeated requests do not change it. */
const ending =
  (resultIn: (input: unknown) => Result) =>
  async (deps: Deps, caller: Caller, jobId: string, input: unknown): Promise<Job> => {
    const result = resultIn(input);
    const job = await getJob(deps, caller, jobId);
    assertMayEnd(deps, caller, job);
    if (job.status === 'running' && result.status === 'finishing')
      await assertResults(deps, job, result.outputs);
    await changeJob(deps, jobId, (current) => decided(current, result));
    return cleanUpJob(deps, jobId, { isAsked: false });
  };

/**
 * Ends a job with its outputs and applies its policy. The same call again returns the same; another
 * result throws `JobNotRunning`. Throws `NotAllowed`.
 */
export const finishJob = ending((input) => ({
  status: 'finishing',
  outputs: parseInput(finishJobSchema, input).outputs,
}));

/** The same for a job that came to nothing. */
export const failJob = ending((input) => ({
  status: 'failing',
  reason: parseInput(failJobSchema, input).reason,
}));
