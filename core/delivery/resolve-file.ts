import { Gone, NotFound, UploadNotReceived } from '../errors.ts';
import type { Clock } from '../shared/ports.ts';
import { disposition } from '../storage/model/disposition.ts';
import type { ObjectStore } from '../storage/ports.ts';
import { isAwaited, liesElsewhere, type Upload } from '../uploads/model/upload.ts';
import type { Uploads } from '../uploads/ports.ts';
import { legacyUrl } from './model/legacy-url.ts';
import type { Deliverable, Delivery, DeliverySigner } from './ports.ts';

export type ResolveDeps = {
  objects: Pick<ObjectStore, 'head'>;
  uploads: Pick<Uploads, 'findMany'>;
  signer: DeliverySigner;
  clock: Clock;
  signedSeconds: number;
  legacyBaseUrl?: string | undefined;
};

/** A URL for one file, good until `expiresAt`. */
export type ResolvedFile = Delivery & { expiresAt: string };

/**
 * Where an upload's bytes can be fetched now: storage first, then, for legacy records, where the
 * old system kept them. Throws `NotFound`, `Gone`, or `UploadNotReceived` for a legacy record in a
 * stage that knows no old system.
 */
export const resolveFile = async (deps: ResolveDeps, upload: Upload): Promise<ResolvedFile> => {
  const now = deps.clock.now();
  assertServable(upload, now);
  await assertOriginalServable(deps, upload, now);
  const expiresAt = new Date(now.getTime() + deps.signedSeconds * 1000);
  const file = await find(deps, upload);
  const delivery = file ? await deps.signer.sign(file, expiresAt) : findLegacy(deps, upload);
  if (!delivery) throw missing(deps, upload);
  return { ...delivery, expiresAt: expiresAt.toISOString() };
};

const assertServable = ({ uploadId, status, expiresAt, removal }: Upload, now: Date): void => {
  if (removal) throw gone(uploadId, `is being ${removal.as === 'erased' ? 'erased' : 'removed'}`);
  if (status === 'quarantined') throw gone(uploadId, 'was refused and is never served');
  if (status === 'aborted' || status === 'expired') throw gone(uploadId, `was ${status}`);
  if (status !== 'permanent' && new Date(expiresAt) <= now) throw gone(uploadId, 'has expired');
};

const gone = (uploadId: string, why: string): Gone =>
  new Gone(`Upload ${uploadId} ${why}. Upload the file again.`, { context: { uploadId } });

/**
 * A smaller picture is served while its original is: one that was withdrawn, or is being erased,
 * takes its pictures along at once.
 */
const assertOriginalServable = async (
  { uploads }: ResolveDeps,
  { uploadId, variantOf }: Upload,
  now: Date,
): Promise<void> => {
  if (variantOf === undefined) return;
  const [original] = await uploads.findMany([variantOf.uploadId]);
  if (!original) throw gone(uploadId, 'has lost its original');
  assertServable(original, now);
};

const find = async ({ objects }: ResolveDeps, upload: Upload): Promise<Deliverable | undefined> => {
  const { bucket, key, versionId, contentType, isPublic = false, status } = upload;
  const facts = isAwaited(upload) ? undefined : await objects.head({ bucket, key, versionId });
  return (
    facts && {
      bucket,
      key,
      versionId: facts.versionId,
      contentType,
      disposition: disposition(upload),
      permanent: status === 'permanent',
      isPublic,
    }
  );
};

const findLegacy = ({ legacyBaseUrl }: ResolveDeps, upload: Upload): Delivery | undefined => {
  const { legacyPath } = upload;
  const url =
    liesElsewhere(upload) && legacyBaseUrl && legacyPath
      ? legacyUrl(legacyBaseUrl, legacyPath)
      : undefined;
  return url ? { url, source: 'local' } : undefined;
};

/**
 * A file that never arrived is not there. One whose bytes an older system has waits for the stage's
 * settings or its move. Any other that cannot be found was erased.
 */
const missing = ({ legacyBaseUrl }: ResolveDeps, upload: Upload) => {
  if (liesElsewhere(upload) && legacyBaseUrl === undefined) return notMoved(upload);
  return isAwaited(upload)
    ? new NotFound('file', upload.uploadId)
    : gone(upload.uploadId, 'is no longer in storage');
};

const notMoved = ({ uploadId }: Upload): UploadNotReceived =>
  new UploadNotReceived(
    `Upload ${uploadId} still lies in an older system, and this stage does not know its address. ` +
      'Ask an operator to set delivery.legacyBaseUrl, or to move the file with keepsake migrate.',
    { context: { uploadId } },
  );
