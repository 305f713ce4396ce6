import { NotFound } from '../errors.ts';
import { unlessStale } from '../shared/unless-stale.ts';
import type { ObjectStore } from '../storage/ports.ts';
import { changeUpload } from '../uploads/change-upload.ts';
import type { Removal, Upload } from '../uploads/model/upload.ts';
import type { Uploads } from '../uploads/ports.ts';
import { isNeeded, type NeedDeps } from './upload-needed.ts';

export type ClaimDeps = NeedDeps & { uploads: Uploads; objects: Pick<ObjectStore, 'versions'> };

/** The record with its mark, good to be emptied; or why not. */
export type RemovalClaim = { marked: Upload } | 'needed' | 'changed';

type Marked = Upload & { removal: Removal };

/** A function lives for 15 minutes at most: whoever marked this before then is no more. */
const abandonedMs = 20 * 60_000;

/** True for a mark whose maker cannot be at work any more. */
export const isAbandoned = ({ removal }: Pick<Upload, 'removal'>, now: Date): boolean =>
  removal !== undefined && Date.parse(removal.at) + abandonedMs < now.getTime();

const withRemoval = ({ removal: _was, ...upload }: Upload, removal: Removal | undefined): Upload =>
  removal ? { ...upload, removal } : upload;

/** True while the mark on record is this one and no other. */
export const isMarkedBy = ({ removal }: Upload, { as, at, by }: Removal): boolean =>
  removal?.as === as && removal.at === at && removal.by === by;

/**
 * True while somebody's mark of the same kind stands on the same bytes; only a commit moves them,
 * and takes the mark off.
 */
export const isStillMarked = (
  current: Upload | undefined,
  { removal, key }: Upload,
): current is Marked =>
  current?.removal !== undefined && current.removal.as === removal?.as && current.key === key;

/** Later than the mark it replaces, so that no two marks are alike. */
const markedAt = ({ removal }: Upload, now: Date): string =>
  new Date(
    removal ? Math.max(now.getTime(), Date.parse(removal.at) + 1) : now.getTime(),
  ).toISOString();

/** Only our own mark is taken back: to what was there before it. */
const callOff = async (
  deps: ClaimDeps,
  marked: Marked,
  before: Removal | undefined,
): Promise<'needed' | 'changed'> => {
  try {
    await changeUpload(deps, marked.uploadId, (current) =>
      isMarkedBy(current, marked.removal) ? withRemoval(current, before) : current,
    );
    return 'needed';
  } catch (error) {
    if (error instanceof NotFound) return 'changed';
    throw error;
  }
};

/**
 * A removal that was begun may have taken the bytes already: then there is nothing left to save.
 */
const isIntact = async (
  { objects }: ClaimDeps,
  { bucket, key, versionId, removal }: Upload,
): Promise<boolean> =>
  removal === undefined ||
  versionId === undefined ||
  (await objects.versions(bucket, key)).includes(versionId);

const isToSave = async (deps: ClaimDeps, upload: Upload, as: Removal['as']): Promise<boolean> =>
  (await isNeeded(deps, upload, { as, touchedAt: upload.removal?.at ?? upload.updatedAt })) &&
  (await isIntact(deps, upload));

/**
 * A commit between the mark and the question takes the mark off, and its order needs nothing any
 * more.
 */
const stands = async ({ uploads }: ClaimDeps, marked: Marked): Promise<boolean> =>
  marked.orderIds === undefined || isStillMarked(await uploads.find(marked.uploadId), marked);

/**
 * Marks an upload for removal unless somebody needs it. The mark comes first, then whoever may need
 * it is asked: a payment is recorded first, then looks for marks. Whichever order the two run in,
 * one of them sees the other. Each removal relies on a mark of its own: where somebody may be at
 * work behind another, that one is put back when ours is called off.
 */
export const claimRemoval = async (
  deps: ClaimDeps,
  upload: Upload,
  { as, by }: Pick<Removal, 'as' | 'by'>,
): Promise<RemovalClaim> => {
  const isFree = isAbandoned(upload, deps.clock.now());
  if (!isFree && (await isToSave(deps, upload, as))) return 'needed';
  const removal: Removal = { as, by, at: markedAt(upload, deps.clock.now()) };
  const marked = await unlessStale(
    deps.uploads.save({ ...upload, removal, updatedAt: deps.clock.now().toISOString() }),
  );
  if (!marked) return 'changed';
  const own = { ...marked, removal };
  if (await isToSave(deps, upload, as))
    return callOff(deps, own, isFree ? undefined : upload.removal);
  return (await stands(deps, own)) ? { marked } : 'changed';
};
