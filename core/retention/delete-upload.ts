import { NotFound } from '../errors.ts';
import type { Caller } from '../sessions/model/session.ts';
import { dropUnfinished } from '../uploads/drop-unfinished.ts';
import type { Upload } from '../uploads/model/upload.ts';
import type { MultipartUploads } from '../uploads/ports.ts';
import { type EraseDeps, eraseUpload } from './erase-upload.ts';

type Deps = EraseDeps & { multiparts: Pick<MultipartUploads, 'abort'> };

/**
 * Aborts an upload that has not been received, or erases one that has. Allowed for its owner and
 * for operators; for other callers the upload does not exist. Idempotent. Throws `NotFound` or
 * `UploadInUse`.
 */
export const deleteUpload = async (deps: Deps, caller: Caller, uploadId: string): Promise<void> => {
  const upload = (await deps.uploads.find(uploadId)) ?? (await deps.erasures.find(uploadId));
  if (!upload || !isOwn(upload, caller)) throw new NotFound('upload', uploadId);
  if ('erasedAt' in upload) return;
  // The file may have arrived just now. Then the upload is erased.
  if (neverArrived(upload) && neverArrived(await dropUnfinished(deps, uploadId, 'aborted'))) return;
  await eraseUpload(deps, uploadId, caller.ownerId);
};

const isOwn = ({ ownerId }: { ownerId: string }, caller: Caller): boolean =>
  caller.admin || ownerId === caller.ownerId;

const neverArrived = ({ status }: Upload): boolean => status === 'pending' || status === 'aborted';
