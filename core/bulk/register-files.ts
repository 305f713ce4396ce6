import { AlreadyExists, DestinationExists } from '../errors.ts';
import { liesElsewhere, type Upload } from '../uploads/model/upload.ts';
import type { Uploads } from '../uploads/ports.ts';
import type { Batch, BatchPlan, BatchRecord } from './model/batch.ts';
import { displayName, uploadIdOf } from './model/batch-names.ts';
import { isArrived } from './model/batch-record.ts';

export type Registry = Pick<Uploads, 'create' | 'find' | 'save' | 'wasErased'>;

type Register = NonNullable<Batch['plan']['register']>;

/** The upload that a record's file is once it has arrived. */
export const toUpload = (
  { target }: Pick<BatchPlan, 'target'>,
  { category, ...everyFile }: Register,
  record: BatchRecord,
): Upload => ({
  uploadId: uploadIdOf(record.recordId),
  ownerId: record.ownerId ?? everyFile.ownerId,
  ...partnerOf(record.partnerId ?? everyFile.partnerId),
  category,
  fileName: displayName(record.path),
  contentType: record.contentType,
  sizeBytes: record.sizeBytes ?? 0,
  ...(record.sha256 !== undefined && { sha256: record.sha256 }),
  bucket: target.bucket,
  key: record.key,
  ...(record.versionId !== undefined && { versionId: record.versionId }),
  source: 's3',
  legacyPath: legacyPathOf(record),
  status: 'permanent',
  uploadedAt: record.updatedAt,
  // Permanent files do not expire; the field is there for those that do.
  expiresAt: record.updatedAt,
  createdAt: record.updatedAt,
  updatedAt: record.updatedAt,
  revision: 0,
});

const partnerOf = (partnerId: string | undefined) => (partnerId === undefined ? {} : { partnerId });

/** Behind the row's id, and the place in its list, comes the path the old system knows. */
const legacyPathOf = ({ path, row }: BatchRecord): string => {
  if (!row) return path;
  const prefixParts = row.index === undefined ? 1 : 2;
  return path.split('/').slice(prefixParts).join('/');
};

/** Puts files that arrived into the registry, each exactly once however often it is tried. */
export const registerFiles = (
  uploads: Registry,
  batch: Batch,
  records: readonly BatchRecord[],
): Promise<BatchRecord[]> =>
  Promise.all(records.map((record) => registerFile(uploads, batch, record)));

const registerFile = async (
  uploads: Registry,
  batch: Batch,
  record: BatchRecord,
): Promise<BatchRecord> => {
  const { register } = batch.plan;
  if (!register || record.uploadId !== undefined || !isArrived(record)) return record;
  try {
    await createOrAdopt(uploads, toUpload(batch.plan, register, record));
    return { ...record, uploadId: uploadIdOf(record.recordId) };
  } catch (error) {
    if (!(error instanceof DestinationExists)) throw error;
    return { ...record, status: 'failed', failure: { code: error.name, message: error.message } };
  }
};

const createOrAdopt = async (uploads: Registry, upload: Upload): Promise<void> => {
  const { uploadId } = upload;
  if (await uploads.wasErased(uploadId))
    throw erased(uploadId, 'was erased and is not registered again');
  try {
    await uploads.create(upload);
  } catch (error) {
    if (!(error instanceof AlreadyExists)) throw error;
    await adopt(uploads, upload, error);
  }
};

/** The id derives from the file: the upload on record is this file, or a foreign one. */
const adopt = async (uploads: Registry, upload: Upload, cause: AlreadyExists): Promise<void> => {
  const { uploadId } = upload;
  const found = await uploads.find(uploadId);
  if (found && liesElsewhere(found)) {
    // What the erasure looks for may have been listed before this copy came.
    if (found.removal?.as === 'erased') throw erased(uploadId, 'is being erased');
    await uploads.save(movedHere(found, upload));
  } else if (found?.sha256 !== upload.sha256)
    throw new DestinationExists(`Upload ${uploadId} is on record with other bytes.`, {
      cause,
      context: { uploadId },
    });
};

const erased = (uploadId: string, what: string): DestinationExists =>
  new DestinationExists(`Upload ${uploadId} ${what}. A rollback removes this copy.`, {
    context: { uploadId },
  });

/** A file that was registered in place has moved; its id, owner and labels stay. */
const movedHere = (registered: Upload, moved: Upload): Upload => {
  const { contentType, sizeBytes, sha256, bucket, key, versionId, uploadedAt } = moved;
  return {
    ...registered,
    contentType,
    sizeBytes,
    bucket,
    key,
    source: 's3',
    updatedAt: moved.updatedAt,
    ...(sha256 !== undefined && { sha256 }),
    ...(versionId !== undefined && { versionId }),
    ...(uploadedAt !== undefined && { uploadedAt }),
  };
};
