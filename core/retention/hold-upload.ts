import * as z from 'zod';
import { Gone, InvalidInput, UploadNotReceived } from '../errors.ts';
import type { Caller } from '../sessions/model/session.ts';
import { parseInput } from '../shared/model/parse-input.ts';
import { textSchema } from '../shared/model/text.ts';
import type { UnreadableRecord } from '../shared/model/unreadable-record.ts';
import type { Clock } from '../shared/ports.ts';
import { unreadableIn, withoutUnreadable } from '../shared/unreadable.ts';
import { changeUpload } from '../uploads/change-upload.ts';
import { isHeld, type LegalHold } from '../uploads/model/legal-hold.ts';
import { isKept, type Upload } from '../uploads/model/upload.ts';
import type { Uploads } from '../uploads/ports.ts';
import type { OnFailure } from './sweep-uploads.ts';

export const holdUploadSchema = z.strictObject(
  {
    reason: textSchema(500),
    until: z.iso.datetime('must be a time in UTC, e.g. 2031-01-01T00:00:00Z').optional(),
  },
  'must be a JSON object',
);

type Deps = { uploads: Uploads; clock: Clock };

/** A held upload, as operators see it. `erasureRequestedAt`: since when its removal waits. */
export type HoldView = LegalHold & {
  uploadId: string;
  ownerId: string;
  erasureRequestedAt?: string;
};

/**
 * Puts a legal hold on an upload, or replaces the one it has. A removal that was begun is never
 * overtaken: the mark and the hold are decided over the same revision. Throws `InvalidInput`,
 * `NotFound`, `Gone`, or `UploadNotReceived` for a file outside permanent storage.
 */
export const holdUpload = async (
  deps: Deps,
  caller: Caller,
  uploadId: string,
  body: unknown,
): Promise<HoldView> => {
  const { reason, until } = parseInput(holdUploadSchema, body);
  const now = deps.clock.now();
  assertFuture(until, now);
  const hold: LegalHold = {
    at: now.toISOString(),
    by: caller.ownerId,
    reason,
    ...(until !== undefined && { until: new Date(until).toISOString() }),
  };
  const upload = await changeUpload(deps, uploadId, (current) => {
    assertHoldable(current, deps.clock.now());
    return { ...current, hold };
  });
  return viewOf(upload, hold);
};

const assertFuture = (until: string | undefined, now: Date): void => {
  if (until !== undefined && Date.parse(until) <= now.getTime())
    throw InvalidInput.of('until', 'must be in the future');
};

/** Only permanent bytes can be held: lifecycle rules empty temporary storage regardless. */
const assertHoldable = (upload: Upload, now: Date): void => {
  const { uploadId, removal } = upload;
  const context = { uploadId };
  if (removal?.as === 'erased' && !isHeld(upload, now))
    throw new Gone(`Upload ${uploadId} is being erased. It cannot be held any more.`, { context });
  if (!isKept(upload) || upload.versionId === undefined)
    throw new UploadNotReceived(
      `Upload ${uploadId} is not in permanent storage. Keep it first, then hold it.`,
      { context },
    );
};

const viewOf = ({ uploadId, ownerId, removal }: Upload, hold: LegalHold): HoldView => ({
  uploadId,
  ownerId,
  ...hold,
  ...(removal?.as === 'erased' && { erasureRequestedAt: removal.at }),
});

/**
 * Ends the hold on an upload. An erasure that waited for it is carried out by the next sweep.
 * Idempotent. Throws `NotFound`.
 */
export const releaseUpload = async (deps: Deps, uploadId: string): Promise<void> => {
  await changeUpload(deps, uploadId, (current) =>
    current.hold === undefined ? current : withoutHold(current),
  );
};

const withoutHold = ({ hold: _ended, ...upload }: Upload): Upload => upload;

/** A court names files one by one, so one page is enough for nearly every stage. */
const mostHolds = 1_000;
const atOnce = 100;

/** Uploads on hold, soonest to end first; `more` when there are more than 1,000. */
export const listHolds = async ({
  uploads,
}: {
  uploads: Pick<Uploads, 'held' | 'findMany'>;
}): Promise<{ holds: HoldView[]; more: boolean; unreadable?: string[] }> => {
  const ids: string[] = [];
  for await (const uploadId of uploads.held()) if (ids.push(uploadId) > mostHolds) break;
  const holds: HoldView[] = [];
  const lost: UnreadableRecord[] = [];
  for (let start = 0; start < Math.min(ids.length, mostHolds); start += atOnce) {
    const { answer, unreadable } = await withoutUnreadable(
      uploads.findMany(ids.slice(start, start + atOnce)),
    );
    lost.push(...unreadable);
    for (const upload of answer) if (upload.hold) holds.push(viewOf(upload, upload.hold));
  }
  holds.sort((a, b) => ids.indexOf(a.uploadId) - ids.indexOf(b.uploadId));
  return { holds, more: ids.length > mostHolds, ...unreadableIn(lost) };
};

/** Ends holds whose time is over, so that the sweep finds erasures that waited for them. */
export const endHolds = async (deps: Deps, onFailure: OnFailure): Promise<void> => {
  for await (const uploadId of deps.uploads.held(deps.clock.now())) {
    try {
      await changeUpload(deps, uploadId, (current) =>
        isHeld(current, deps.clock.now()) ? current : withoutHold(current),
      );
    } catch (error) {
      onFailure(uploadId, error);
    }
  }
};
