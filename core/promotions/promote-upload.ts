import type { FileCategory } from '../contract.ts';
import { FilesNotVerified, NotFound } from '../errors.ts';
import { ownersOf } from '../sessions/model/owners.ts';
import type { Clock } from '../shared/ports.ts';
import { type Copied, keepCopy } from '../storage/keep-copy.ts';
import type { ObjectAddress, ObjectStore } from '../storage/ports.ts';
import { type Finding, proveCopy } from '../storage/prove-copy.ts';
import { changeUpload } from '../uploads/change-upload.ts';
import { isReceived, type ReceivedUpload, type Upload } from '../uploads/model/upload.ts';
import type { Uploads } from '../uploads/ports.ts';
import { promotedKey } from './model/promotion-key.ts';
import { isPromotionOf, promotionMetadata } from './model/promotion-marks.ts';
import { type UndoDeps, undoErased, undoPromotion } from './undo-promotion.ts';

export type PromoteDeps = UndoDeps & {
  uploads: Uploads;
  objects: Pick<
    ObjectStore,
    'head' | 'copy' | 'sha256' | 'versions' | 'removeVersion' | 'abortMultiparts'
  >;
  clock: Clock;
};

/** `kept`: it was permanent before. `unavailable`: it was erased or never arrived. */
export type Promotion = 'promoted' | 'kept' | 'unavailable';

/**
 * Keeps one upload for good: copies, verifies and commits it as the order migration does.
 * Idempotent, also for two deliveries at once and after a crash at any point. When an order or an
 * erasure was faster, the promotion removes its own copy; the bucket's lifecycle removes the
 * temporary versions. Throws `FilesNotVerified`, `SourceMissing` or `SourceChanged`, and
 * `TransientFault` while a removal of the upload is under way.
 */
export const promoteUpload = async (deps: PromoteDeps, uploadId: string): Promise<Promotion> => {
  const upload = await deps.uploads.find(uploadId);
  if (!upload) return undoErased(deps, uploadId);
  const category = deps.categories[upload.category];
  if (!category) return upload.status === 'permanent' ? 'kept' : 'unavailable';
  const target = { bucket: deps.filesBucket, key: promotedKey(category.prefix, upload) };
  const isPromotable = upload.status === 'uploaded' && !upload.removal && isReceived(upload);
  return isPromotable ? promote(deps, { upload, target, category }) : settle(deps, upload, target);
};

type Plan = { upload: ReceivedUpload; target: ObjectAddress; category: FileCategory };

const promote = async (deps: PromoteDeps, plan: Plan): Promise<Promotion> => {
  const { target } = plan;
  const copied = await copy(deps, plan);
  const finding = await prove(deps, plan, copied);
  if (!('proof' in finding)) return refuse(deps, plan, copied, finding);
  const now = await commit(deps, plan, copied.versionId);
  const isOurs =
    now?.bucket === target.bucket && now.key === target.key && now.versionId === copied.versionId;
  return isOurs ? 'promoted' : undoPromotion(deps, { uploadId: plan.upload.uploadId, target }, now);
};

const copy = ({ objects }: PromoteDeps, { upload, target, category }: Plan): Promise<Copied> => {
  const isOurs = (metadata: Readonly<Record<string, string>>) =>
    isPromotionOf(metadata, upload.uploadId);
  return keepCopy(objects, {
    upload,
    target,
    category,
    metadata: promotionMetadata(upload, target.key),
    isOurs,
  });
};

const prove = (
  { objects }: PromoteDeps,
  { upload, target }: Plan,
  { versionId, created }: Copied,
): Promise<Finding> =>
  proveCopy(objects, { copy: { ...target, versionId }, upload, owners: ownersOf(upload), created });

/**
 * A copy is judged by the record that it was compared with. If the record changed meanwhile (e.g.
 * by a claim), another delivery of the same request may have verified and committed this very
 * version. If the record did not change, no other delivery can have.
 */
const refuse = async (
  deps: PromoteDeps,
  { upload, target }: Plan,
  { versionId, created }: Copied,
  finding: { code: string; message: string },
) => {
  const { uploadId } = upload;
  const now = await deps.uploads.find(uploadId);
  if (now?.revision !== upload.revision) return undoPromotion(deps, { uploadId, target }, now);
  if (created) await deps.objects.removeVersion({ ...target, versionId });
  throw new FilesNotVerified(`Upload ${uploadId} was not promoted: ${finding.message}`, {
    context: { uploadId, code: finding.code },
  });
};

/**
 * The record after the commit, also when another delivery committed it; `undefined` when the upload
 * was erased meanwhile.
 */
const commit = async (
  deps: PromoteDeps,
  { upload, target }: Plan,
  versionId: string,
): Promise<Upload | undefined> => {
  try {
    return await changeUpload(deps, upload.uploadId, (current) =>
      isStill(current, upload) ? permanent(current, target, versionId) : current,
    );
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
};

const isStill = (current: Upload, pinned: ReceivedUpload): boolean =>
  current.status === 'uploaded' &&
  current.versionId === pinned.versionId &&
  current.removal === undefined;

const permanent = (
  { etag: _temporary, ...upload }: Upload,
  { bucket, key }: ObjectAddress,
  versionId: string,
): Upload => ({
  ...upload,
  status: 'permanent',
  bucket,
  key,
  versionId,
  promotedKey: key,
});

/** The upload is not promoted now. Leftovers of a delivery that crashed are settled first. */
const settle = async (
  deps: PromoteDeps,
  upload: Upload,
  target: ObjectAddress,
): Promise<Promotion> => {
  const { uploadId, status, removal } = upload;
  const isMarked = status === 'uploaded' && removal !== undefined;
  const isLeft = isMarked && (await deps.objects.versions(target.bucket, target.key)).length > 0;
  const mayHaveLeft = isLeft || ['permanent', 'expired', 'quarantined'].includes(status);
  return mayHaveLeft ? undoPromotion(deps, { uploadId, target }, upload) : 'unavailable';
};
