import { UploadNotReceived } from '../errors.ts';
import type { ObjectRef, ObjectStore } from '../storage/ports.ts';
import { type Upload, uploadIdIn } from './model/upload.ts';
import { type ReceiveDeps, receiveUpload } from './receive-upload.ts';

type Deps = ReceiveDeps & { objects: Pick<ObjectStore, 'head' | 'removeVersion'> };

/** The upload's new status, `removed` for bytes without a pending upload, or `idle`. */
export type ArrivalOutcome = Upload['status'] | 'removed' | 'idle';

/**
 * Handles the arrival of an object in temporary storage. If the client's completion was lost, this
 * completes the upload; an object that arrives after its upload was aborted is removed. Storage
 * assembles parts only on a completion, which records the announced SHA-256 first. So a missing
 * SHA-256 was never announced.
 */
export const receiveArrival = async (deps: Deps, ref: ObjectRef): Promise<ArrivalOutcome> => {
  const uploadId = uploadIdIn(ref.key);
  if (uploadId === undefined) return 'idle';
  const upload = await deps.uploads.find(uploadId);
  if (isElsewhere(upload, ref)) return 'idle';
  if (isUnwanted(upload)) return discard(deps, ref);
  return upload?.status === 'pending' ? heal(deps, upload) : 'idle';
};

const isElsewhere = (upload: Upload | undefined, { bucket, key }: ObjectRef): boolean =>
  upload !== undefined && (upload.key !== key || upload.bucket !== bucket);

/** True if no upload waits for the object: the record is missing, or was aborted. */
const isUnwanted = (upload: Upload | undefined): boolean =>
  upload === undefined || upload.status === 'aborted' || upload.status === 'expired';

/** Where the news names no version, the current one is meant. */
const discard = async (
  { objects }: Deps,
  { bucket, key, versionId }: ObjectRef,
): Promise<'removed'> => {
  const doomed = versionId ?? (await objects.head({ bucket, key }))?.versionId;
  if (doomed !== undefined) await objects.removeVersion({ bucket, key, versionId: doomed });
  return 'removed';
};

/** The client's completion did not arrive, so the file is checked without it. */
const heal = async (deps: Deps, upload: Upload): Promise<ArrivalOutcome> => {
  try {
    return (await receiveUpload(deps, upload)).status;
  } catch (error) {
    if (error instanceof UploadNotReceived) return 'idle';
    throw error;
  }
};
