import { randomBytes } from 'node:crypto';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { S3Objects } from '../../../adapters/storage/s3-objects.ts';
import { permanentKey } from '../../../core/uploads/model/upload.ts';
import { fileCategories } from '../../../lib/uploads/file-categories.ts';
import { s3 } from '../../contracts/shared/emulator.ts';
import { deployed } from './deployed.ts';

/** Both buckets, as their owner sees them. */
export const objects = new S3Objects(s3, { multipartCopyBytes: Number.MAX_SAFE_INTEGER });

/** Where a photo of an order is kept for good. */
export const keptAt = (orderId: string, uploadId: string) => ({
  bucket: deployed.filesBucket,
  key: permanentKey(fileCategories.photo?.prefix ?? '', orderId, { uploadId }),
});

/** Every permanent version of a photo of an order. */
export const keptVersions = (orderId: string, uploadId: string): Promise<string[]> => {
  const { bucket, key } = keptAt(orderId, uploadId);
  return objects.versions(bucket, key);
};

/** Leaves bytes that no ledger tells of; answers their version. */
export const leaveBytes = async (
  { bucket: Bucket, key: Key }: { bucket: string; key: string },
  Metadata: Record<string, string> = {},
) =>
  (await s3.send(new PutObjectCommand({ Bucket, Key, Metadata, Body: randomBytes(8) })))
    .VersionId ?? '';

/** Takes a sent file away, as a lifecycle rule or its sender would. */
export const eraseUpload = async ({
  key,
  versionId,
}: {
  key: string;
  versionId: string;
}): Promise<void> => objects.removeVersion({ bucket: deployed.uploadsBucket, key, versionId });
