import { createHash } from 'node:crypto';
import type { FileCategory, ScanGate } from '../contract.ts';
import { passed, pinned } from '../scans/model/scanned-upload.ts';
import type { Caller } from '../sessions/model/session.ts';
import { changeUpload } from './change-upload.ts';
import type { Announced } from './model/announcement.ts';
import { firstBytesCount, isText, signatureRefusal } from './model/file-signature.ts';
import type { Upload } from './model/upload.ts';
import { type NewUploadDeps, registerUpload } from './new-upload.ts';
import type { FileTypes, FileWriter, SniffedFile, Uploads } from './ports.ts';
import { assertStanding } from './upload-standing.ts';

export type StoreDeps = NewUploadDeps & {
  uploads: Uploads;
  writer: FileWriter;
  fileTypes: FileTypes;
  categories: Readonly<Record<string, FileCategory>>;
  /** Files wait for the verdict of a scanner for malware. */
  scan?: ScanGate | undefined;
};

/** A small file that came in the request itself. */
export type SentFile = Announced & { contentType: string; bytes: Uint8Array };

/** Why the bytes are not what they were announced as; nothing when they are. */
export const refusalOf = async (
  { fileTypes }: Pick<StoreDeps, 'fileTypes'>,
  { contentType, bytes }: Pick<SentFile, 'contentType' | 'bytes'>,
): Promise<string | undefined> => {
  const firstBytes = isText(contentType) ? bytes : bytes.subarray(0, firstBytesCount);
  const detected = await fileTypes.detect(inMemory(bytes, firstBytes));
  const isWhole = firstBytes.length === bytes.length;
  return signatureRefusal({ contentType, detected, firstBytes, isWhole });
};

const inMemory = (bytes: Uint8Array, firstBytes: Uint8Array): SniffedFile => ({
  firstBytes,
  sizeBytes: bytes.length,
  bytesAt: async ({ offsetBytes, count }) => bytes.subarray(offsetBytes, offsetBytes + count),
});

/**
 * Stores bytes that were checked. On record before they are stored: when the call dies in between,
 * the object's arrival completes it.
 */
export const storeBytes = async (
  deps: StoreDeps,
  caller: Caller,
  { bytes, ...announced }: SentFile,
): Promise<Upload> => {
  const sha256 = sha256Of(bytes);
  const upload = await registerUpload(deps, caller, {
    ...announced,
    sizeBytes: bytes.length,
    sha256,
  });
  if (upload.status !== 'pending') return upload;
  const { uploadId, bucket, key, contentType } = upload;
  const { versionId, etag } = await deps.writer.put({ bucket, key, contentType, bytes, sha256 });
  const uploadedAt = deps.clock.now().toISOString();
  return assertStanding(
    await changeUpload(deps, uploadId, (current) =>
      current.status === 'pending'
        ? passed({ ...pinned(current, { versionId, etag }), uploadedAt }, deps.scan, uploadedAt)
        : current,
    ),
  );
};

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64');
