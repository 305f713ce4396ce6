import { createHash, randomBytes } from 'node:crypto';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { createOrder } from '../../../core/orders/create-order.ts';
import { temporaryKey, type Upload } from '../../../core/uploads/model/upload.ts';
import type { World } from './world.ts';

/** A file to order. Without `checksum`, S3 is given no SHA-256 to keep. */
export type BenchFile = {
  role: string;
  category: string;
  contentType: string;
  bytes: Buffer;
  checksum?: boolean;
};

/** Amount and owner of every order of the bench. */
export const amount = { value: 49.9, currency: 'EUR' };
export const ownerId = 'ses_bench';

/** Small files of random bytes, the roles of a photo order repeated. */
export const randomFiles = (count: number, sizeBytes = 4096): BenchFile[] =>
  Array.from({ length: count }, (_, index) => ({
    role: `photo-${index + 1}`,
    category: 'photo',
    contentType: 'image/jpeg',
    bytes: randomBytes(sizeBytes),
  }));

/** An upload as its record is after the PUT and its completion, without going through the API. */
export const placeUpload = async (
  world: World,
  { category, contentType, bytes, checksum = true }: BenchFile,
): Promise<Upload> => {
  const uploadId = world.ids.next('upl');
  const at = { bucket: world.deployed.uploadsBucket, key: temporaryKey(ownerId, uploadId) };
  const sha256 = createHash('sha256').update(bytes).digest('base64');
  const put = {
    Bucket: at.bucket,
    Key: at.key,
    Body: bytes,
    ContentType: contentType,
    ...(checksum && { ChecksumSHA256: sha256 }),
  };
  const { VersionId: versionId, ETag: etag } = await world.s3.send(new PutObjectCommand(put));
  const now = new Date().toISOString();
  const announced = {
    uploadId,
    ownerId,
    category,
    fileName: `${uploadId}.jpg`,
    contentType,
    sizeBytes: bytes.length,
    sha256,
    ...at,
  };
  const times = {
    uploadedAt: now,
    createdAt: now,
    updatedAt: now,
    expiresAt: new Date(Date.now() + 30 * 86_400_000).toISOString(),
  };
  const upload: Upload = {
    ...announced,
    ...times,
    versionId,
    etag,
    status: 'uploaded',
    revision: 0,
  };
  await world.uploads.create(upload);
  return upload;
};

/** An order over fresh uploads, waiting for its payment; returns its id. */
export const placeOrder = async (world: World, files: readonly BenchFile[]): Promise<string> => {
  const wanted = await Promise.all(
    files.map(async (file) => ({
      uploadId: (await placeUpload(world, file)).uploadId,
      role: file.role,
      required: true,
    })),
  );
  const { order } = await createOrder(
    world,
    { ownerId, admin: false, worker: false },
    { amount, files: wanted },
  );
  return order.orderId;
};
