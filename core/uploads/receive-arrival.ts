import { UploadNotReceived } from '../errors.ts';
import type { ObjectRef, ObjectStore } from '../storage/ports.ts';
import { type Upload, uploadIdIn } from './model/upload.ts';
import { type ReceiveDeps, receiveUpload } from './receive-upload.ts';

type Deps = ReceiveDeps & { objects: Pick<ObjectStore, 'head' | 'removeVersion'> };

/**
 * What became of an arrival: an upload's new status, `removed` bytes nobody is waiting for, or
 * `idle`.
 */
export type ArrivalOutcome = Upload['status'] | 'removed' | 'idle';

/** Nobody waits for it: there is no record, or it was given up. */
const isUnwanted = (upload: Upload | undefined): boolean =>
  upload === undefined || upload.status === 'aborted' || upload.status === 'expired';

const isElsewhere = (upload: Upload | undefined, { bucket, key }: ObjectRef): boolean =>
  upload !== undefined && (upload.key !== key || upload.bucket !== bucket);

/** Where the news names no version, the current one is meant. */
const discard = async (
  { objects }: Deps,
  { bucket, key, versionId }: ObjectRef,
): Promise<'removed'> => {
  const doomed = versionId ?? (await objects.head({ bucket, key }))?.versionId;
  if (doomed !== undefined) await objects.removeVersion({ bucket, key, versionId: doomed });
  return 'removed';
};

/** Nobody's completion came: what arrived is checked without it. */
const heal = async (deps: Deps, upload: Upload): Promise<ArrivalOutcome> => {
  try {
    return (await receiveUpload(deps, upload)).status;
  } catch (error) {
    if (error instanceof UploadNotReceived) return 'idle';
    throw error;
  }
};

/**
 * Hears of an object in temporary storage. When its client's completion got lost, the upload is
 * completed here; an object that comes after its upload was given up is removed. Parts become an
 * object by a completion only, which records a SHA-256 it was told before: where there is none,
 * nobody announced one.
 */
export const receiveArrival = async (deps: Deps, ref: ObjectRef): Promise<ArrivalOutcome> => {
  const uploadId = uploadIdIn(ref.key);
  if (uploadId === undefined) return 'idle';
  const upload = await deps.uploads.find(uploadId);
  if (isElsewhere(upload, ref)) return 'idle';
  if (isUnwanted(upload)) return discard(deps, ref);
  return upload?.status === 'pending' ? heal(deps, upload) : 'idle';
};
