import * as z from 'zod';
import { InvalidInput } from '../errors.ts';
import { jobEvents } from '../event-names.ts';
import { assertMay, assertMayKeep, type KeepChoice } from '../sessions/model/powers.ts';
import type { Caller } from '../sessions/model/session.ts';
import { madeOnce } from '../shared/made-once.ts';
import { atMost } from '../shared/model/at-most.ts';
import { idSchema, ownerIdSchema } from '../shared/model/id.ts';
import { parseInput } from '../shared/model/parse-input.ts';
import { textSchema } from '../shared/model/text.ts';
import type { Ids } from '../shared/ports.ts';
import { announcementFields } from '../uploads/model/announcement.ts';
import { isReceived, type Upload } from '../uploads/model/upload.ts';
import { type Noting, noteUses, refusedUses } from '../uploads/note-uses.ts';
import type { Uploads } from '../uploads/ports.ts';
import { type Job, keepsForGood, policySchema } from './model/job.ts';
import { fromOlderJob } from './model/older-job.ts';
import { type PublishJobDeps, tryToPublishJobEvents } from './publish-job-events.ts';

type Deps = PublishJobDeps & KeepChoice & { uploads: Uploads; ids: Ids };

/** One request cleans up after a job; this many files it can erase in time. */
const mostFiles = 25;

/** Files by the name the job knows them under. */
export const jobFilesSchema = atMost(
  mostFiles,
  `must name at most ${mostFiles} files`,
  z.record(
    z
      .string()
      .regex(
        /^[A-Za-z][A-Za-z0-9_-]{0,63}$/,
        'must be a name of letters, digits, dashes and underscores, e.g. video',
      ),
    idSchema('an upload'),
    'must be an object {name: uploadId}',
  ),
);

export const createJobSchema = z.strictObject(
  {
    ownerId: ownerIdSchema.optional(),
    title: textSchema(200),
    description: textSchema(2000).optional(),
    tags: atMost(
      20,
      'must have at most 20 entries',
      z.array(textSchema(64), 'must be a list of strings').max(20),
    ).optional(),
    metadata: announcementFields.metadata,
    inputs: jobFilesSchema.refine(
      (files) => Object.keys(files).length > 0,
      'must name at least one file',
    ),
    onFinish: z.strictObject(
      policySchema.shape,
      'must be an object {inputs: delete|promote|keep, outputs: delete|promote|keep}',
    ),
  },
  'must be a JSON object',
);

/**
 * Records a job over its owner's received uploads and announces it to the customer's worker; the
 * owner is the caller, unless a worker or an operator names another. Throws `NotAllowed`, or
 * `InvalidInput` naming every wrong field.
 */
export const createJob = async (deps: Deps, caller: Caller, input: unknown): Promise<Job> => {
  const wanted = parseInput(createJobSchema, fromOlderJob(input));
  assertMayCreate(deps, caller, wanted);
  const { ownerId = caller.ownerId } = wanted;
  const now = deps.clock.now().toISOString();
  const jobId = deps.ids.next('job');
  const noting: Noting = { list: 'jobIds', id: jobId, refusalOf: refusalFor(ownerId, now) };
  const uses = Object.entries(wanted.inputs).map(([name, uploadId]) => ({
    uploadId,
    field: `inputs.${name}`,
  }));
  const issues = refusedUses(
    noting,
    uses,
    await deps.uploads.findMany(uses.map(({ uploadId }) => uploadId)),
  );
  if (issues.length > 0) throw new InvalidInput(issues);
  // Before the job: from its first moment on the sweeper must know of it.
  await noteUses(deps, [...new Map(uses.map((use) => [use.uploadId, use])).values()], noting);
  const job = newJob(jobId, ownerId, wanted, now);
  const made = await madeOnce(
    async () => {
      await deps.jobs.create(job);
      return job;
    },
    () => deps.jobs.find(jobId),
  );
  return tryToPublishJobEvents(deps, made);
};

type WantedJob = z.infer<typeof createJobSchema>;

const assertMayCreate = (
  deps: KeepChoice,
  caller: Caller,
  { ownerId = caller.ownerId, onFinish }: WantedJob,
): void => {
  if (ownerId !== caller.ownerId)
    assertMay(
      caller,
      'represent',
      'Only a worker or an operator may create a job for another owner. Leave ownerId out.',
    );
  if (keepsForGood({ onFinish }))
    assertMayKeep(
      deps,
      caller,
      'Only a worker or an operator may keep files for good without an order. Use keep or ' +
        'delete in onFinish.',
    );
};

/** A foreign upload is reported exactly like one that does not exist. */
const refusalFor =
  (ownerId: string, now: string) =>
  (upload: Upload | undefined): string | undefined => {
    if (upload?.ownerId !== ownerId || upload.removal?.as === 'erased')
      return 'is no upload of yours; create it with POST /uploads first';
    if (!isReceived(upload)) return `is ${upload.status}; a job needs files that were completed`;
    const isExpired =
      upload.status !== 'permanent' && (upload.removal !== undefined || upload.expiresAt <= now);
    return isExpired ? 'has expired; upload the file again' : undefined;
  };

const newJob = (jobId: string, ownerId: string, wanted: WantedJob, now: string): Job => {
  const { title, tags, metadata, inputs } = wanted;
  return {
    ...wanted,
    jobId,
    ownerId,
    status: 'running',
    announcements: [
      { detailType: jobEvents.created, detail: { jobId, title, tags, metadata, inputs } },
    ],
    createdAt: now,
    updatedAt: now,
    revision: 0,
  };
};
