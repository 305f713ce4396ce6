import type { FileCategory } from '../contract.ts';
import { TransientFault } from '../errors.ts';
import { removeVersionsOf } from '../orders/remove-copies.ts';
import type { Erasures } from '../retention/ports.ts';
import type { ObjectAddress, ObjectStore } from '../storage/ports.ts';
import type { Upload } from '../uploads/model/upload.ts';
import { promotedKey } from './model/promotion-key.ts';
import { isPromotionOf } from './model/promotion-marks.ts';

export type UndoDeps = {
  objects: Pick<ObjectStore, 'head' | 'versions' | 'removeVersion' | 'abortMultiparts'>;
  erasures: Erasures;
  filesBucket: string;
  categories: Readonly<Record<string, FileCategory>>;
};

/**
 * Ends a promotion that did not commit, by the record as it is now: its copy is removed, unless the
 * record refers to the copy. While the upload is temporary, the copy stays: a mark of removal may
 * be withdrawn, and then another delivery of the same request commits the version that this one
 * made. Throws `TransientFault`; the next delivery finds the upload settled.
 */
export const undoPromotion = async (
  deps: UndoDeps,
  { uploadId, target }: { uploadId: string; target: ObjectAddress },
  now: Upload | undefined,
): Promise<'kept' | 'unavailable'> => {
  if (now?.status === 'uploaded')
    throw new TransientFault(
      `Upload ${uploadId} changed or is being removed while it was promoted; the next try ` +
        'finds out.',
      {
        context: { uploadId },
      },
    );
  if (!refersTo(now, target)) await removePromoted(deps, uploadId, target);
  return now?.status === 'permanent' ? 'kept' : 'unavailable';
};

const refersTo = (record: Upload | undefined, { bucket, key }: ObjectAddress): boolean =>
  record !== undefined &&
  ((record.bucket === bucket && record.key === key) || record.promotedKey === key);

/** The opposite of the copy: removes what this upload's promotions made under the key. */
const removePromoted = (
  { objects }: UndoDeps,
  uploadId: string,
  target: ObjectAddress,
): Promise<void> =>
  removeVersionsOf(objects, target, (metadata) => isPromotionOf(metadata, uploadId));

/**
 * Removes a copy that storage finished after its upload was erased. The erasure ledger knows the
 * category, but not whether the upload was public, so both keys are checked.
 */
export const undoErased = async (deps: UndoDeps, uploadId: string): Promise<'unavailable'> => {
  const erasure = await deps.erasures.find(uploadId);
  const prefix = erasure && deps.categories[erasure.category]?.prefix;
  if (prefix === undefined) return 'unavailable';
  for (const isPublic of [false, true])
    await removePromoted(deps, uploadId, {
      bucket: deps.filesBucket,
      key: promotedKey(prefix, { uploadId, isPublic }),
    });
  return 'unavailable';
};
