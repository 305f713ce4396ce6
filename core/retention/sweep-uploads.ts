import { UploadInUse } from '../errors.ts';
import type { UnreadableRecord } from '../shared/model/unreadable-record.ts';
import { tellUnreadable, withoutUnreadable } from '../shared/unreadable.ts';
import { dropUnfinished } from '../uploads/drop-unfinished.ts';
import { awaitsSweeper, type Upload } from '../uploads/model/upload.ts';
import type { MultipartUploads } from '../uploads/ports.ts';
import { type EraseDeps, eraseUnlessKept } from './erase-upload.ts';
import { expireUpload } from './expire-upload.ts';
import { isAbandoned } from './mark-for-removal.ts';
import { isNeeded } from './upload-needed.ts';

export type SweepUploadsDeps = EraseDeps & { multiparts: Pick<MultipartUploads, 'abort'> };

/** How far a sweep goes. `isDue` judges uploads that expire before `before`, soonest first. */
export type Sweep = {
  before: Date;
  isDue: (upload: Upload) => boolean;
  by: string;
  limit: number;
  /** No new upload is begun after this moment. */
  until: Date;
  dryRun?: boolean;
};

/**
 * Counts of removed uploads (in a dry run: those that would be). `kept`: needed by an order or a
 * job. `failed`: cannot be read, was promised to be kept, or tried again by the next run. `more`:
 * the limit or the time ended the run.
 */
export type SweepReport = {
  files: number;
  bytes: number;
  kept: number;
  failed: number;
  more: boolean;
  uploadIds: string[];
};

export type OnFailure = (uploadId: string, error: unknown) => void;

/** Deliberate, not as many as possible: S3 and the tables serve customers meanwhile. */
const atOnce = 20;

/**
 * Removes due uploads that no order or job needs from temporary storage, within the limits.
 * Finishes interrupted removals.
 */
export const sweepUploads = async (
  deps: SweepUploadsDeps,
  sweep: Sweep,
  onFailure: OnFailure,
): Promise<SweepReport> => {
  const report: SweepReport = {
    files: 0,
    bytes: 0,
    kept: 0,
    failed: 0,
    more: false,
    uploadIds: [],
  };
  for await (const { due, unreadable } of groups(deps, sweep)) {
    tellUnreadable(unreadable, onFailure);
    report.failed += unreadable.length;
    if (deps.clock.now() >= sweep.until || report.files >= sweep.limit)
      return { ...report, more: true };
    const room = due.slice(0, sweep.limit - report.files);
    const outcomes = await Promise.all(
      room.map((upload) => takeOrReport(deps, upload, sweep, onFailure)),
    );
    room.forEach((upload, index) => {
      note(report, upload, outcomes[index] ?? 'failed');
    });
    if (room.length < due.length) return { ...report, more: true };
  }
  return report;
};

type Group = { due: Upload[]; unreadable: readonly UnreadableRecord[] };

async function* groups(deps: SweepUploadsDeps, { before, isDue }: Sweep): AsyncGenerator<Group> {
  let ids: string[] = [];
  const read = async (): Promise<Group> => {
    const { answer, unreadable } = await withoutUnreadable(deps.uploads.findMany(ids));
    const due = answer.filter(
      // The list may be old: the upload may be permanent by now.
      (upload) =>
        awaitsSweeper(upload) &&
        isFree(upload, deps.clock.now()) &&
        (upload.removal !== undefined || isDue(upload)),
    );
    return { due, unreadable };
  };
  for await (const uploadId of deps.uploads.expiring(before)) {
    ids.push(uploadId);
    if (ids.length < atOnce) continue;
    yield await read();
    ids = [];
  }
  if (ids.length > 0) yield await read();
}

/** Leaves a removal alone that another process works on. An interrupted removal is finished. */
const isFree = (upload: Upload, now: Date): boolean =>
  upload.removal === undefined || isAbandoned(upload, now);

type Outcome = 'removed' | 'kept' | 'failed';

/** One bad upload does not stop the rest. */
const takeOrReport = async (
  deps: SweepUploadsDeps,
  upload: Upload,
  sweep: Sweep,
  onFailure: OnFailure,
): Promise<Outcome> => {
  try {
    return await take(deps, upload, sweep);
  } catch (error) {
    onFailure(upload.uploadId, error);
    return 'failed';
  }
};

const take = async (
  deps: SweepUploadsDeps,
  upload: Upload,
  { by, dryRun }: Sweep,
): Promise<Outcome> => {
  assertNotPromised(upload);
  if (dryRun)
    return (await isNeeded(deps, upload, { as: 'expired', touchedAt: upload.updatedAt }))
      ? 'kept'
      : 'removed';
  if (upload.removal?.as !== 'erased') return expireUpload(deps, upload, by);
  return finishErasure(deps, upload.uploadId, upload.removal.by);
};

/**
 * A file that was announced with `keep` and has arrived was promised to be kept for good. If it is
 * not permanent by now, the request is parked or got lost. Throws `UploadInUse`.
 */
const assertNotPromised = ({ uploadId, keep, status, removal }: Upload): void => {
  if (keep === true && status === 'uploaded' && removal === undefined)
    throw new UploadInUse(
      `Upload ${uploadId} is to be kept for good, and is not yet. Request it again.`,
      { context: { uploadId } },
    );
};

/** A smaller picture stays as long as a hold keeps its original: no failure, it waits. */
const finishErasure = async (
  deps: SweepUploadsDeps,
  uploadId: string,
  by: string,
): Promise<Outcome> => {
  try {
    await eraseUnlessKept(deps, uploadId, by);
    return 'removed';
  } catch (error) {
    if (error instanceof UploadInUse) return 'kept';
    throw error;
  }
};

const note = (report: SweepReport, { uploadId, sizeBytes }: Upload, outcome: Outcome): void => {
  if (outcome !== 'removed') {
    report[outcome]++;
    return;
  }
  report.files++;
  report.bytes += sizeBytes;
  report.uploadIds.push(uploadId);
};

/**
 * Drops uploads in parts that were not finished in time. Storage has removed their parts by then,
 * or will soon. Returns their number.
 */
export const dropAbandoned = async (
  deps: SweepUploadsDeps,
  createdBefore: Date,
  onFailure: OnFailure,
): Promise<number> => {
  let dropped = 0;
  let after: string | undefined;
  do {
    const pending = { status: 'pending', to: createdBefore.toISOString() } as const;
    const { answer, unreadable } = await withoutUnreadable(
      deps.uploads.list(pending, { limit: 100, after }),
    );
    const { uploads, next } = answer;
    tellUnreadable(unreadable, onFailure);
    for (const upload of uploads.filter(({ multipart }) => multipart)) {
      if (await dropOrReport(deps, upload, onFailure)) dropped++;
    }
    after = next;
  } while (after !== undefined);
  return dropped;
};

const dropOrReport = async (
  deps: SweepUploadsDeps,
  upload: Upload,
  onFailure: OnFailure,
): Promise<boolean> => {
  try {
    return (await dropUnfinished(deps, upload.uploadId, 'expired')).status === 'expired';
  } catch (error) {
    onFailure(upload.uploadId, error);
    return false;
  }
};
