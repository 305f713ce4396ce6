import { StaleRecord, UploadMismatch, UploadNotReceived } from '../errors.ts';
import type { Caller } from '../model/session.ts';
import type { Upload } from '../model/upload.ts';
import type { Clock, ObjectFacts, ObjectStore, Uploads } from '../ports.ts';
import { getUpload } from './get-upload.ts';

type Deps = { uploads: Uploads; objects: Pick<ObjectStore, 'head' | 'sha256'>; clock: Clock };

const mismatch = ({ sizeBytes, contentType, sha256 }: Upload, facts: ObjectFacts, hash: string): string | undefined => {
  if (facts.sizeBytes !== sizeBytes) return `${facts.sizeBytes} bytes arrived instead of ${sizeBytes}`;
  if (facts.contentType !== contentType) return `it was sent as ${facts.contentType} instead of ${contentType}`;
  if (hash !== sha256) return 'its SHA-256 is not the announced one';
  return undefined;
};

const settleAs = async ({ uploads, clock }: Deps, upload: Upload, facts: ObjectFacts, reason: string | undefined): Promise<Upload> => {
  const now = clock.now().toISOString();
  const pin = { versionId: facts.versionId, etag: facts.etag, uploadedAt: now, updatedAt: now };
  const settled: Upload = reason
    ? { ...upload, ...pin, status: 'quarantined', quarantineReason: reason }
    : { ...upload, ...pin, status: 'uploaded' };
  return uploads.save(settled);
};

const check = async (deps: Deps, upload: Upload): Promise<Upload> => {
  const at = { bucket: upload.bucket, key: upload.key };
  const facts = await deps.objects.head(at);
  if (!facts) throw new UploadNotReceived(`Nothing has arrived for upload ${upload.uploadId}. PUT the file to its URL, then complete it.`);
  // The presigned PUT makes S3 keep a SHA-256; other stores may not, then the bytes are read.
  const hash = facts.sha256 ?? (await deps.objects.sha256({ ...at, versionId: facts.versionId }));
  return settleAs(deps, upload, facts, mismatch(upload, facts, hash));
};

const accepted = (upload: Upload): Upload => {
  if (upload.status !== 'quarantined') return upload;
  throw new UploadMismatch(`Upload ${upload.uploadId} was refused: ${upload.quarantineReason}. Start a new upload.`, {
    context: { uploadId: upload.uploadId },
  });
};

/** Checks that what arrived is what was announced and pins it. Completing twice answers the same; a mismatch is quarantined for good. */
export const completeUpload = async (deps: Deps, caller: Caller, uploadId: string): Promise<Upload> => {
  const upload = await getUpload(deps, caller, uploadId);
  if (upload.status !== 'pending') return accepted(upload);
  try {
    return accepted(await check(deps, upload));
  } catch (error) {
    // Another completion was faster: its answer is ours.
    if (error instanceof StaleRecord) return accepted(await getUpload(deps, caller, uploadId));
    throw error;
  }
};
