import { type Quotas, unpaidOrderDays } from '../contract.ts';
import { assertMayKeep, type KeepChoice } from '../sessions/model/powers.ts';
import { type Caller, isSession } from '../sessions/model/session.ts';
import { madeOnce } from '../shared/made-once.ts';
import type { Clock, Ids } from '../shared/ports.ts';
import { type Announced, describedAs } from './model/announcement.ts';
import { reservationsFor, withReservation } from './model/quota.ts';
import { temporaryKey, type Upload } from './model/upload.ts';
import type { Uploads } from './ports.ts';
import { assertStanding } from './upload-standing.ts';

export type NewUploadDeps = KeepChoice & {
  uploads: Pick<Uploads, 'create' | 'find'>;
  ids: Ids;
  clock: Clock;
  bucket: string;
  temporaryDays: number;
  sweepHours?: number | undefined;
  quotas: Quotas;
  /** Address the request came from. */
  sourceIp: string;
};

type Contents = Pick<Upload, 'contentType' | 'sizeBytes' | 'sha256'> & {
  jobId?: string | undefined;
};

/**
 * Puts a file that is announced and has not arrived on record, together with what it takes from the
 * quotas. Throws `QuotaExceeded` or `NotAllowed`; then there is neither.
 */
export const registerUpload = async (
  deps: NewUploadDeps,
  caller: Caller,
  announced: Announced & Contents,
): Promise<Upload> => {
  assertMayAnnounce(deps, caller, announced);
  const upload = newUpload(deps, caller, announced);
  const reservations = reservationsFor(deps.quotas, { caller, sourceIp: deps.sourceIp }, upload);
  const reserved = withReservation(upload, reservations);
  const made = await madeOnce(
    async () => {
      await deps.uploads.create(reserved, reservations);
      return reserved;
    },
    () => deps.uploads.find(reserved.uploadId),
  );
  return assertStanding(made);
};

/** Throws `NotAllowed` if the caller may not keep files for good without an order. */
const assertMayAnnounce = (deps: NewUploadDeps, caller: Caller, { keep }: Announced): void => {
  if (!keep) return;
  assertMayKeep(
    deps,
    caller,
    'Only a worker or an operator may keep files for good without an order. Leave keep out.',
  );
};

const newUpload = (
  deps: NewUploadDeps,
  caller: Caller,
  announced: Announced & Contents,
): Upload => {
  const { contentType, sizeBytes, sha256 } = announced;
  const now = deps.clock.now();
  const uploadId = deps.ids.next('upl');
  return {
    uploadId,
    ownerId: caller.ownerId,
    ...sessionOf(caller),
    ...describedAs(announced),
    ...resultOf(announced),
    contentType,
    sizeBytes,
    ...(sha256 !== undefined && { sha256 }),
    bucket: deps.bucket,
    key: temporaryKey(caller.ownerId, uploadId),
    status: 'pending',
    expiresAt: expiry(deps, now),
    createdAt: now.toISOString(),
    updatedAt: now.toISOString(),
    revision: 0,
  };
};

/** A session owns its uploads until a claim. The session stays on record. */
const sessionOf = ({ ownerId }: Caller): { sessionId?: string } =>
  isSession(ownerId) ? { sessionId: ownerId } : {};

/** A job's result names its job, for people and for code that must check the job. */
const resultOf = ({ jobId, metadata }: Announced & Contents): Partial<Upload> =>
  jobId === undefined ? {} : { jobIds: [jobId], metadata: { ...metadata, jobId } };

/**
 * When the sweeper may take it; without one, so early that an order of its last moment can still be
 * paid before storage's own rule takes it.
 */
const expiry = ({ sweepHours, temporaryDays }: NewUploadDeps, now: Date): string =>
  new Date(
    now.getTime() + (sweepHours ?? (temporaryDays - unpaidOrderDays) * 24) * 3_600_000,
  ).toISOString();
