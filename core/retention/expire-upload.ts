import type { ObjectStore } from '../storage/ports.ts';
import { changeUpload } from '../uploads/change-upload.ts';
import { isKept, type Upload } from '../uploads/model/upload.ts';
import { isMarkedBy, type MarkDeps, markForRemoval } from './mark-for-removal.ts';

export type ExpireDeps = MarkDeps & { objects: Pick<ObjectStore, 'versions' | 'removeAll'> };

/** `kept`: an order or a job needs it, or the record changed and the next sweep decides. */
export type ExpiryOutcome = 'removed' | 'kept';

/**
 * Removes an upload's bytes from temporary storage, unless an order or a job needs them; the record
 * then says `expired`. An upload that is kept does not expire, and loses a mark of expiry.
 * Idempotent.
 */
export const expireUpload = async (
  deps: ExpireDeps,
  upload: Upload,
  by: string,
): Promise<ExpiryOutcome> => {
  if (isKept(upload)) return takeMarkOff(deps, upload.uploadId);
  const mark = await markForRemoval(deps, upload, { as: 'expired', by });
  if (mark === 'needed' || mark === 'changed') return 'kept';
  const { marked } = mark;
  await deps.objects.removeAll(marked.bucket, marked.key);
  const settled = await changeUpload(deps, marked.uploadId, (current) => {
    const { removal, ...rest } = current;
    if (!removal || !isMarkedBy(marked, removal)) return current;
    // An operator promoted the upload meanwhile: its permanent copy has another key.
    return isKept(current) ? rest : { ...rest, status: 'expired' };
  });
  return settled.status === 'expired' ? 'removed' : 'kept';
};

const takeMarkOff = async (deps: ExpireDeps, uploadId: string): Promise<'kept'> => {
  await changeUpload(deps, uploadId, (current) => {
    const { removal, ...rest } = current;
    return removal?.as === 'expired' && isKept(current) ? rest : current;
  });
  return 'kept';
};
