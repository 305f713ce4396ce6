import { NotFound } from '../errors.ts';
import { unlessStale } from '../shared/unless-stale.ts';
import type { ObjectStore } from '../storage/ports.ts';
import { changeUpload } from '../uploads/change-upload.ts';
import type { Removal, Upload } from '../uploads/model/upload.ts';
import type { Uploads } from '../uploads/ports.ts';
import { isNeeded, type NeedDeps } from './upload-needed.ts';

export type MarkDeps = NeedDeps & { uploads: Uploads; objects: Pick<ObjectStore, 'versions'> };

/** The record with its mark, good to be emptied; or why not. */
export type RemovalMark = { marked: Upload } | 'needed' | 'changed';

type Marked = Upload & { removal: Removal };

/** A function runs for at most 15 minutes. The process behind an older mark has ended. */
const abandonedMs = 20 * 60_000;

/** True for a mark whose maker cannot be at work any more. */
export const isAbandoned = ({ removal }: Pick<Upload, 'removal'>, now: Date): boolean =>
  removal !== undefined && Date.parse(removal.at) + abandonedMs < now.getTime();

/** True while the mark on record is this one and no other. */
export const isMarkedBy = ({ removal }: Upload, { as, at, by }: Removal): boolean =>
  removal?.as === as && removal.at === at && removal.by === by;

/**
 * True while a mark of the same kind stands on the same bytes. Only a commit moves the bytes, and
 * it removes the mark.
 */
export const isStillMarked = (
  current: Upload | undefined,
  { removal, key }: Upload,
): current is Marked =>
  current?.removal !== undefined && current.removal.as === removal?.as && current.key === key;

/**
 * Marks an upload for removal unless an order or a job needs it. The mark is written first, then
 * orders and jobs are checked; a payment is recorded first, and then checks for marks. In either
 * sequence, one of the two sees the other. Each removal relies on its own mark: when this one is
 * withdrawn, an earlier mark of another removal is restored.
 */
export const markForRemoval = async (
  deps: MarkDeps,
  upload: Upload,
  { as, by }: Pick<Removal, 'as' | 'by'>,
): Promise<RemovalMark> => {
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

const isToSave = async (deps: MarkDeps, upload: Upload, as: Removal['as']): Promise<boolean> =>
  (await isNeeded(deps, upload, { as, touchedAt: upload.removal?.at ?? upload.updatedAt })) &&
  (await isIntact(deps, upload));

/** A removal that has begun may have taken the bytes: then there is nothing left to save. */
const isIntact = async (
  { objects }: MarkDeps,
  { bucket, key, versionId, removal }: Upload,
): Promise<boolean> =>
  removal === undefined ||
  versionId === undefined ||
  (await objects.versions(bucket, key)).includes(versionId);

/** Later than the mark it replaces, so that no two marks are alike. */
const markedAt = ({ removal }: Upload, now: Date): string =>
  new Date(
    removal ? Math.max(now.getTime(), Date.parse(removal.at) + 1) : now.getTime(),
  ).toISOString();

/** Removes our own mark only, and restores the earlier value. */
const callOff = async (
  deps: MarkDeps,
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

const withRemoval = ({ removal: _was, ...upload }: Upload, removal: Removal | undefined): Upload =>
  removal ? { ...upload, removal } : upload;

/** A commit in between removes the mark, and its order no longer needs anything here. */
const stands = async ({ uploads }: MarkDeps, marked: Marked): Promise<boolean> =>
  marked.orderIds === undefined || isStillMarked(await uploads.find(marked.uploadId), marked);
