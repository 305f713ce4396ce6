import type { FileCategory } from '../contract.ts';
import { DestinationExists, SourceMissing, TransientFault } from '../errors.ts';
import type { ReceivedUpload } from '../uploads/model/upload.ts';
import { disposition } from './model/disposition.ts';
import type { CopyRequest, ObjectStore } from './ports.ts';

/** One file on its way into permanent storage; `isOurs` recognises an earlier call's copy. */
export type CopyPlan = {
  upload: ReceivedUpload;
  target: { bucket: string; key: string };
  category: Pick<FileCategory, 'storageClass'>;
  metadata: Readonly<Record<string, string>>;
  isOurs: (metadata: Readonly<Record<string, string>>) => boolean;
};

/** `created`: the version is this work's own, and its to remove again. */
export type Copied = { versionId: string; created: boolean };

type Objects = Pick<ObjectStore, 'copy' | 'head'>;

/**
 * Copies server-side, pinned to the source's version, and never overwrites. An earlier call may
 * have copied and crashed before the record, and the source may be gone since. So a missing source
 * is an error only if no copy of ours exists. Throws `SourceMissing` or `SourceChanged`.
 */
export const keepCopy = async (objects: Objects, plan: CopyPlan): Promise<Copied> => {
  try {
    return { ...(await objects.copy(request(plan))), created: true };
  } catch (error) {
    if (!(error instanceof DestinationExists || error instanceof SourceMissing)) throw error;
    const adopted = await adopt(objects, plan);
    if (adopted) return adopted;
    if (error instanceof SourceMissing) throw error;
    throw new TransientFault(`${plan.target.key} existed a moment ago and is gone.`, {
      cause: error,
      context: { uploadId: plan.upload.uploadId },
    });
  }
};

const request = ({ upload, target, category, metadata }: CopyPlan): CopyRequest => ({
  source: {
    bucket: upload.bucket,
    key: upload.key,
    versionId: upload.versionId,
    etag: upload.etag,
    sizeBytes: upload.sizeBytes,
  },
  target,
  contentType: upload.contentType,
  disposition: disposition(upload),
  metadata,
  storageClass: category.storageClass,
});

/**
 * Verification decides whether the object under the key is right. Here it only matters whether the
 * object is ours to remove.
 */
const adopt = async (
  objects: Objects,
  { target, isOurs }: CopyPlan,
): Promise<Copied | undefined> => {
  const found = await objects.head(target);
  return found && { versionId: found.versionId, created: isOurs(found.metadata) };
};
