import * as z from 'zod';
import { NotFound } from '../errors.ts';
import { atMost } from '../shared/model/at-most.ts';
import { idSchema } from '../shared/model/id.ts';
import { parseInput } from '../shared/model/parse-input.ts';
import type { Clock } from '../shared/ports.ts';
import { settleAll } from '../shared/settle-all.ts';
import { changeUpload } from './change-upload.ts';
import type { Upload } from './model/upload.ts';
import type { Uploads } from './ports.ts';

type Deps = { uploads: Uploads; clock: Clock };

const owner = z
  .string('must be the id of an owner')
  .regex(/^[^\p{C}\s]{1,200}$/u, 'must be the id of an owner, e.g. usr_42');

const changeSchema = z.strictObject({
  uploadId: idSchema('an upload'),
  ownerId: owner,
  partnerId: owner.optional(),
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

const isSame = (upload: Upload, { ownerId, partnerId = upload.partnerId }: Change): boolean =>
  upload.ownerId === ownerId && upload.partnerId === partnerId;

/**
 * The reason why an upload must keep its owner. An order's files stay with the order's owner:
 * another owner could erase a file of a paid order.
 */
const problemOf = ({ ownerId, orderIds: [orderId] = [], removal }: Upload, change: Change) => {
  if (ownerId !== change.ownerId && orderId !== undefined)
    return `It belongs to order ${orderId}. An order's files stay its owner's.`;
  return removal ? 'It is being removed.' : undefined;
};

/** The former owner's session has no claim to the upload any more. */
const handedOver = (upload: Upload, { ownerId, partnerId }: Change): Upload => {
  const { sessionId, ...rest } = upload;
  const kept = ownerId === upload.ownerId && sessionId !== undefined ? { sessionId } : {};
  return { ...rest, ...kept, ownerId, ...(partnerId !== undefined && { partnerId }) };
};

const handOver = async (deps: Deps, change: Change, dryRun: boolean): Promise<Fate> => {
  const { uploadId } = change;
  let fate: Fate = 'handedOver';
  const decide = (upload: Upload): Upload => {
    const reason = problemOf(upload, change);
    if (reason !== undefined) fate = { uploadId, reason };
    else fate = isSame(upload, change) ? 'unchanged' : 'handedOver';
    return fate === 'handedOver' && !dryRun ? handedOver(upload, change) : upload;
  };
  try {
    await changeUpload(deps, uploadId, decide);
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
    return { uploadId, reason: 'There is no such upload.' };
  }
  return fate;
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
