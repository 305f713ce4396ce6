import * as z from 'zod';
import { NotFound } from '../errors.ts';
import { needsFile } from '../jobs/model/job.ts';
import type { Jobs } from '../jobs/ports.ts';
import { ownersOf } from '../sessions/model/owners.ts';
import { atMost } from '../shared/model/at-most.ts';
import { idSchema, ownerIdSchema } from '../shared/model/id.ts';
import { parseInput } from '../shared/model/parse-input.ts';
import type { Clock } from '../shared/ports.ts';
import { settleAll } from '../shared/settle-all.ts';
import { changeUpload } from './change-upload.ts';
import { announcementFields } from './model/announcement.ts';
import type { Upload } from './model/upload.ts';
import type { Uploads } from './ports.ts';

type Deps = { uploads: Uploads; jobs: Pick<Jobs, 'findMany'>; clock: Clock };

/** A user, a session, or `legacy`: another word would be an owner that no caller can be. */
const owner = ownerIdSchema.regex(
  /^(?:usr_.+|ses_.+|legacy)$/,
  'must be the id of an owner, e.g. usr_42',
);

const changeSchema = z.strictObject({
  uploadId: idSchema('an upload'),
  ownerId: owner,
  partnerId: announcementFields.partnerId,
});

export const handOverSchema = z.strictObject(
  {
    changes: atMost(
      100,
      'must name at most 100 uploads',
      z
        .array(changeSchema, 'must be a list of {uploadId, ownerId, partnerId?}')
        .min(1, 'must name an upload')
        .max(100),
    ),
    dryRun: z.boolean('must be true or false').default(false),
  },
  'must be a JSON object',
);

type Change = z.infer<typeof changeSchema>;

/** An upload that stays its owner's, and why. */
type Refusal = { uploadId: string; reason: string };

type Fate = 'handedOver' | 'unchanged' | Refusal;

/**
 * The upload as its new owner's. The former owner's session has no claim to it any more. The
 * former owners stay on record as parts of temporary keys, which an erasure must find.
 */
export const handedOver = (
  upload: Upload,
  { ownerId, partnerId }: Pick<Change, 'ownerId' | 'partnerId'>,
): Upload => {
  const labelled = { ...upload, ...(partnerId !== undefined && { partnerId }) };
  if (ownerId === upload.ownerId) return labelled;
  const { sessionId, ...rest } = labelled;
  const formerOwnerIds = [...new Set([...(upload.formerOwnerIds ?? []), ...ownersOf(upload)])];
  return { ...rest, ownerId, formerOwnerIds };
};

/**
 * Gives uploads to other owners, each on its own; their bytes, keys and links stay where they are.
 * Idempotent. Throws `InvalidInput`.
 */
export const handOverUploads = async (deps: Deps, input: unknown) => {
  const { changes, dryRun } = parseInput(handOverSchema, input);
  const fates = await settleAll(changes, (change) => handOver(deps, change, dryRun));
  const count = (fate: Fate): number => fates.filter((one) => one === fate).length;
  return {
    handedOver: count('handedOver'),
    unchanged: count('unchanged'),
    refused: fates.filter((fate): fate is Refusal => typeof fate === 'object'),
    dryRun,
  };
};

/** True for a smaller picture that follows its original. */
type WithOriginal = { isWithOriginal?: boolean };

const handOver = async (
  deps: Deps,
  change: Change & WithOriginal,
  dryRun: boolean,
): Promise<Fate> => {
  const { uploadId } = change;
  let fate: Fate = 'handedOver';
  let variants: string[] = [];
  const decide = async (upload: Upload): Promise<Upload> => {
    const reason = await problemOf(deps, upload, change);
    if (reason !== undefined) fate = { uploadId, reason };
    else fate = isSame(upload, change) ? 'unchanged' : 'handedOver';
    variants = Object.values(upload.variants ?? {});
    return fate === 'handedOver' && !dryRun ? handedOver(upload, change) : upload;
  };
  try {
    await changeUpload(deps, uploadId, decide);
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
    return { uploadId, reason: 'There is no such upload.' };
  }
  if (typeof fate !== 'object' && !dryRun)
    for (const variant of variants)
      await handOver(deps, { ...change, uploadId: variant, isWithOriginal: true }, dryRun);
  return fate;
};

/**
 * The reason why an upload must keep its owner. An order's files stay with the order's owner:
 * another owner could erase a file of a paid order. A job's policy may erase its files, so they
 * stay with the job's owner while it runs.
 */
const problemOf = async (
  { jobs }: Deps,
  upload: Upload,
  { isWithOriginal = false, ...change }: Change & WithOriginal,
) => {
  const { uploadId, ownerId, orderIds: [orderId] = [], jobIds = [], removal, variantOf } = upload;
  if (removal) return 'The upload is being removed.';
  if (variantOf && !isWithOriginal)
    return `The upload follows its picture ${variantOf.uploadId}. Hand that one over.`;
  if (ownerId === change.ownerId) return undefined;
  if (orderId !== undefined)
    return `The upload belongs to order ${orderId}. An order's files stay its owner's.`;
  const job = (await jobs.findMany(jobIds)).find((one) => needsFile(one, uploadId));
  return job && `Job ${job.jobId} works on it. Hand it over when the job has ended.`;
};

const isSame = (upload: Upload, { ownerId, partnerId = upload.partnerId }: Change): boolean =>
  upload.ownerId === ownerId && upload.partnerId === partnerId;
