import type { FileCategory } from '../contract.ts';
import { FilesNotVerified, NotFound } from '../errors.ts';
import { isPromotionOf, ownersOf, promotionMetadata } from '../model/copy-metadata.ts';
import { isReceived, permanentKey, type ReceivedUpload, type Upload } from '../model/upload.ts';
import type { Clock, ObjectStore, Uploads } from '../ports.ts';
import { changeUpload } from './change-upload.ts';
import { type Copied, keepCopy } from './keep-copy.ts';
import { proveCopy } from './prove-copy.ts';
import { removeVersionsOf } from './remove-copies.ts';

export type PromoteDeps = {
  uploads: Uploads;
  objects: Pick<ObjectStore, 'head' | 'copy' | 'sha256' | 'versions' | 'removeVersion' | 'abortMultiparts'>;
  clock: Clock;
  filesBucket: string;
  categories: Readonly<Record<string, FileCategory>>;
};

/** `kept`: it was permanent before. `unavailable`: there is nothing to promote any more, or never was. */
export type Promotion = 'promoted' | 'kept' | 'unavailable';

type Place = { bucket: string; key: string };

/** Where promoted uploads are kept, in the place of an order's id. */
export const promotedKey = (prefix: string, upload: Upload): string => permanentKey(prefix, 'promoted', upload);

const refersTo = (record: Upload | undefined, { bucket, key }: Place): boolean =>
  record !== undefined && ((record.bucket === bucket && record.key === key) || record.promotedKey === key);

/** The opposite of the copy: removes what this upload's promotions made under its key, unless the record refers to it. */
const undo = async ({ objects }: PromoteDeps, uploadId: string, record: Upload | undefined, target: Place): Promise<void> => {
  if (!refersTo(record, target)) await removeVersionsOf(objects, target, (metadata) => isPromotionOf(metadata, uploadId));
};

const copyAndProve = async (deps: PromoteDeps, upload: ReceivedUpload, target: Place, category: FileCategory): Promise<Copied> => {
  const { uploadId } = upload;
  const isOurs = (metadata: Readonly<Record<string, string>>) => isPromotionOf(metadata, uploadId);
  const copied = await keepCopy(deps.objects, { upload, target, category, metadata: promotionMetadata(upload), isOurs });
  const { versionId, created } = copied;
  const finding = await proveCopy(deps.objects, { copy: { ...target, versionId }, upload, owners: ownersOf(upload), created });
  if ('proof' in finding) return copied;
  if (created) await undo(deps, uploadId, undefined, target);
  throw new FilesNotVerified(`Upload ${uploadId} was not promoted: ${finding.message}`, { context: { uploadId, code: finding.code } });
};

const isStill = (current: Upload, pinned: ReceivedUpload): boolean =>
  current.status === 'uploaded' && current.versionId === pinned.versionId && current.removal === undefined;

const permanent = ({ etag: _temporary, ...upload }: Upload, { bucket, key }: Place, versionId: string): Upload => ({
  ...upload,
  status: 'permanent',
  bucket,
  key,
  versionId,
  promotedKey: key,
});

/** The record as it is after the commit, whoever made it permanent; `undefined` when it was erased meanwhile. */
const commit = async (deps: PromoteDeps, upload: ReceivedUpload, target: Place, versionId: string): Promise<Upload | undefined> => {
  try {
    return await changeUpload(deps, upload.uploadId, (current) =>
      isStill(current, upload) ? permanent(current, target, versionId) : current,
    );
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
};

const promote = async (deps: PromoteDeps, upload: ReceivedUpload, target: Place, category: FileCategory): Promise<Promotion> => {
  const { versionId } = await copyAndProve(deps, upload, target, category);
  const now = await commit(deps, upload, target, versionId);
  const isOurs = now?.bucket === target.bucket && now.key === target.key && now.versionId === versionId;
  if (isOurs) return 'promoted';
  await undo(deps, upload.uploadId, now, target);
  return now?.status === 'permanent' ? 'kept' : 'unavailable';
};

/**
 * Keeps one upload for good: copies, verifies and commits it as the order migration does. Safe to repeat, also after a crash at any point. When an order
 * or an erasure was faster, its own copy goes again; the temporary versions are left to the bucket's lifecycle. Throws `FilesNotVerified`, `SourceMissing` or `SourceChanged`.
 */
export const promoteUpload = async (deps: PromoteDeps, uploadId: string): Promise<Promotion> => {
  const upload = await deps.uploads.find(uploadId);
  const category = upload && deps.categories[upload.category];
  if (!category) return upload?.status === 'permanent' ? 'kept' : 'unavailable';
  const target = { bucket: deps.filesBucket, key: promotedKey(category.prefix, upload) };
  if (upload.status === 'permanent' || upload.status === 'expired') {
    // Nobody commits a promotion of it any more: what one that died left behind goes.
    await undo(deps, uploadId, upload, target);
    return upload.status === 'permanent' ? 'kept' : 'unavailable';
  }
  return isReceived(upload) && !upload.removal ? promote(deps, upload, target, category) : 'unavailable';
};
