import { createHash } from 'node:crypto';
import type { VariantSize } from '../contract.ts';
import { AlreadyExists, DestinationExists, TransientFault } from '../errors.ts';
import { pinned } from '../scans/model/scanned-upload.ts';
import { madeOnce } from '../shared/made-once.ts';
import { daysAfter } from '../shared/model/later.ts';
import type { Clock } from '../shared/ports.ts';
import { changeUpload } from '../uploads/change-upload.ts';
import { temporaryKey, type Upload } from '../uploads/model/upload.ts';
import type { FileWriter, Uploads } from '../uploads/ports.ts';
import { variantCategory, variantId, variantName } from './model/variant.ts';
import type { DrawnPicture } from './ports.ts';

type Deps = { uploads: Uploads; writer: FileWriter; clock: Clock; bucket: string };

/** A variant of a kept original lies in temporary storage only until it is promoted. */
const daysToPromote = 7;

/**
 * Registers a picture as a variant of its original and stores it. On record before it is stored:
 * when the process dies in between, the next run stores it, and an erasure finds both.
 */
export const storeVariant = async (
  deps: Deps,
  original: Upload,
  size: VariantSize,
  picture: DrawnPicture,
): Promise<Upload> => {
  const wanted = recordOf(deps, original, size, picture);
  const record = await register(deps, wanted);
  if (record.status !== 'pending' || record.sha256 === undefined) return record;
  const { uploadId, bucket, key, contentType, sha256 } = record;
  const request = { bucket, key, contentType, bytes: picture.bytes, sha256 };
  const stored = await deps.writer.put(request).catch((error: unknown) => {
    throw inTheWay(error, record);
  });
  const { versionId, etag } = stored;
  const uploadedAt = deps.clock.now().toISOString();
  return changeUpload(deps, uploadId, (current) =>
    current.status === 'pending'
      ? { ...pinned(current, { versionId, etag }), status: 'uploaded', uploadedAt }
      : current,
  );
};

const recordOf = (
  { clock, bucket }: Deps,
  original: Upload,
  size: VariantSize,
  { contentType, bytes }: DrawnPicture,
): Upload => {
  const { uploadId: originalId, ownerId, sessionId, partnerId, fileName, status } = original;
  const uploadId = variantId(originalId, size);
  const now = clock.now();
  const isKept = status === 'permanent';
  return {
    uploadId,
    ownerId,
    ...(sessionId !== undefined && { sessionId }),
    ...(partnerId !== undefined && { partnerId }),
    category: variantCategory,
    fileName: variantName(fileName, size.name, contentType),
    contentType,
    sizeBytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('base64'),
    variantOf: { uploadId: originalId, size: size.name },
    ...(isKept && { keep: true as const }),
    bucket,
    key: temporaryKey(ownerId, uploadId),
    status: 'pending',
    expiresAt: isKept ? daysAfter(now, daysToPromote).toISOString() : original.expiresAt,
    createdAt: now.toISOString(),
    updatedAt: now.toISOString(),
    revision: 0,
  };
};

/**
 * The record under the variant's id: a new one, the one of a run that crashed, or the one that has
 * expired. A record that waits for its bytes gets those of this run.
 */
const register = async (deps: Deps, record: Upload): Promise<Upload> => {
  const made = await madeOnce(
    async () => {
      await deps.uploads.create(record);
      return record;
    },
    () => deps.uploads.find(record.uploadId),
  ).catch((error: unknown) => {
    if (!(error instanceof AlreadyExists)) throw error;
    throw new TransientFault(`Upload ${record.uploadId} is being replaced. Try again.`);
  });
  if (made.status !== 'pending' && made.status !== 'expired') return made;
  const { sha256, sizeBytes, contentType, fileName, expiresAt } = record;
  return changeUpload(deps, record.uploadId, (current) =>
    current.status === 'pending' || current.status === 'expired'
      ? { ...current, sha256, sizeBytes, contentType, fileName, expiresAt, status: 'pending' }
      : current,
  );
};

/** Bytes of an older drawing program are in the way: S3 refused to overwrite them. */
const inTheWay = (error: unknown, { uploadId }: Upload): Error =>
  error instanceof DestinationExists
    ? new TransientFault(`Upload ${uploadId} has other bytes already. Try again.`)
    : (error as Error);
