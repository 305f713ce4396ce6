import type { Removal, Upload } from '../model/upload.ts';
import type { ObjectStore, Uploads } from '../ports.ts';
import { changeUpload } from './change-upload.ts';
import { unlessStale } from './unless-stale.ts';
import { isNeeded, type NeedDeps } from './upload-needed.ts';

export type ClaimDeps = NeedDeps & { uploads: Uploads; objects: Pick<ObjectStore, 'versions'> };

/** The record with its mark, good to be emptied; or why not. */
export type RemovalClaim = { marked: Upload } | 'needed' | 'changed';

type Marked = Upload & { removal: Removal };

const isMarkedAs = (upload: Upload, as: Removal['as']): upload is Marked => upload.removal?.as === as;

const withRemoval = ({ removal: _was, ...upload }: Upload, removal: Removal | undefined): Upload =>
  removal ? { ...upload, removal } : upload;

/** True while the mark on record is this one and no other. */
export const isMarkedBy = ({ removal }: Upload, { as, at, by }: Removal): boolean =>
  removal?.as === as && removal.at === at && removal.by === by;

/** Only our own mark is taken back: to what was there before it. */
const callOff = async (deps: ClaimDeps, marked: Marked, before: Removal | undefined): Promise<void> => {
  await changeUpload(deps, marked.uploadId, (current) => (isMarkedBy(current, marked.removal) ? withRemoval(current, before) : current));
};

/** A removal that was interrupted may have taken the bytes already: then there is nothing left to save. */
const isIntact = async ({ objects }: ClaimDeps, { bucket, key, versionId }: Upload): Promise<boolean> =>
  versionId === undefined || (await objects.versions(bucket, key)).includes(versionId);

/** Somebody marked it before and did not finish; whoever may need it is asked again. */
const reclaim = async (deps: ClaimDeps, upload: Marked): Promise<RemovalClaim> => {
  const { as, at } = upload.removal;
  const isSaved = (await isNeeded(deps, upload, { as, touchedAt: at })) && (await isIntact(deps, upload));
  if (!isSaved) return { marked: upload };
  await callOff(deps, upload, undefined);
  return 'needed';
};

/**
 * Marks an upload for removal unless somebody needs it. The mark comes first, then whoever may need it is asked: a payment is recorded first, then
 * looks for marks. Whichever order the two run in, one of them sees the other.
 */
export const claimRemoval = async (deps: ClaimDeps, upload: Upload, { as, by }: Pick<Removal, 'as' | 'by'>): Promise<RemovalClaim> => {
  if (isMarkedAs(upload, as)) return reclaim(deps, upload);
  const question = { as, touchedAt: upload.updatedAt };
  if (await isNeeded(deps, upload, question)) return 'needed';
  const now = deps.clock.now().toISOString();
  const removal: Removal = { as, by, at: now };
  const marked = await unlessStale(deps.uploads.save({ ...upload, removal, updatedAt: now }));
  if (!marked) return 'changed';
  if (!(await isNeeded(deps, marked, question))) return { marked };
  await callOff(deps, { ...marked, removal }, upload.removal);
  return 'needed';
};
