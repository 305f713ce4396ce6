import type { ObjectStore } from '../storage/ports.ts';
import { changeUpload } from '../uploads/change-upload.ts';
import type { Upload } from '../uploads/model/upload.ts';
import { type ClaimDeps, claimRemoval, isMarkedBy } from './claim-removal.ts';

export type ExpireDeps = ClaimDeps & { objects: Pick<ObjectStore, 'versions' | 'removeAll'> };

/** `kept`: somebody needs it, or it changed under our hands and the next look decides. */
export type ExpiryOutcome = 'removed' | 'kept';

const takeMarkOff = async (deps: ExpireDeps, uploadId: string): Promise<'kept'> => {
  await changeUpload(deps, uploadId, (current) => {
    const { removal, ...rest } = current;
    return removal?.as === 'expired' && current.status === 'permanent' ? rest : current;
  });
  return 'kept';
};

/**
 * Takes an upload's bytes out of temporary storage, unless somebody needs them; the record says
 * `expired`. What is permanent does not expire, and loses a mark that says so. Safe to repeat.
 */
export const expireUpload = async (
  deps: ExpireDeps,
  upload: Upload,
  by: string,
): Promise<ExpiryOutcome> => {
  if (upload.status === 'permanent') return takeMarkOff(deps, upload.uploadId);
  const claim = await claimRemoval(deps, upload, { as: 'expired', by });
  if (claim === 'needed' || claim === 'changed') return 'kept';
  const { marked } = claim;
  await deps.objects.removeAll(marked.bucket, marked.key);
  const settled = await changeUpload(deps, marked.uploadId, (current) => {
    const { removal, ...rest } = current;
    if (!removal || !isMarkedBy(marked, removal)) return current;
    // An operator promoted it meanwhile: what is kept for good is elsewhere.
    return current.status === 'permanent' ? rest : { ...rest, status: 'expired' };
  });
  return settled.status === 'expired' ? 'removed' : 'kept';
};
