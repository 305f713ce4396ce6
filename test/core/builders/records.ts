import { createHash } from 'node:crypto';
import type { Order, OrderFile, Run } from '../../../core/orders/model/order.ts';
import { temporaryKey, type Upload } from '../../../core/uploads/model/upload.ts';
import type { KeptChecksum } from '../../fakes/storage/memory-objects.ts';
import { alice, filesBucket, uploadsBucket, type World } from './world.ts';

const start = '2030-01-01T00:00:00.000Z';

export const sha256 = (bytes: string): string =>
  createHash('sha256').update(bytes).digest('base64');

/** The first run of the first attempt of `ord_1`. */
export const run: Run = { orderId: 'ord_1', attempt: 1, runId: 'ord_1-1' };

/** An upload that was announced and has not arrived. */
export const anUpload = (fields: Partial<Upload> = {}): Upload => {
  const { uploadId = 'upl_1', ownerId = alice.ownerId } = fields;
  return {
    uploadId,
    ownerId,
    category: 'photo',
    fileName: 'cat.jpg',
    contentType: 'image/jpeg',
    sizeBytes: 3,
    sha256: sha256('cat'),
    bucket: uploadsBucket,
    key: temporaryKey(ownerId, uploadId),
    status: 'pending',
    expiresAt: '2030-01-31T00:00:00.000Z',
    createdAt: start,
    updatedAt: start,
    revision: 0,
    ...fields,
  };
};

/** Puts an upload in the registry with its bytes in temporary storage, checked and pinned. */
export const arrived = (
  { uploads, objects }: Pick<World, 'uploads' | 'objects'>,
  uploadId: string,
  how: Arrival = {},
): Upload => {
  const { bytes = `bytes of ${uploadId}`, checksum = 'sha256', ...fields } = how;
  const upload = anUpload({
    uploadId,
    sizeBytes: Buffer.byteLength(bytes),
    sha256: sha256(bytes),
    ...fields,
  });
  const { versionId, etag } = objects.put(upload.bucket, upload.key, bytes, {
    contentType: upload.contentType,
    checksum,
  });
  const pinned: Upload = { ...upload, versionId, etag, status: 'uploaded', uploadedAt: start };
  uploads.put(pinned);
  return pinned;
};

/**
 * Puts an upload in the registry as its order's commit leaves it: the bytes in permanent storage.
 */
export const kept = (
  { uploads, objects }: Pick<World, 'uploads' | 'objects'>,
  uploadId: string,
  fields: Partial<Upload> = {},
): Upload => {
  const upload = anUpload({
    uploadId,
    bucket: filesBucket,
    key: `photos/ord_1/${uploadId}`,
    status: 'permanent',
    ...fields,
  });
  const { versionId } = objects.put(upload.bucket, upload.key, `bytes of ${uploadId}`, {
    contentType: upload.contentType,
  });
  const permanent: Upload = { ...upload, versionId };
  uploads.put(permanent);
  return permanent;
};

export type Arrival = Partial<Upload> & { bytes?: string; checksum?: KeptChecksum };

/** An unpaid order. */
export const anOrder = (fields: Partial<Order> = {}): Order => ({
  orderId: 'ord_1',
  ownerId: alice.ownerId,
  status: 'awaiting_payment',
  amount: { value: 49.9, currency: 'EUR' },
  heldPayments: [],
  migration: { status: 'pending', attempt: 0, recoveries: 0 },
  createdAt: start,
  updatedAt: start,
  revision: 0,
  ...fields,
});

/** An order whose first payment was accepted. */
export const aPaidOrder = (
  migration: Partial<Order['migration']> = {},
  fields: Partial<Order> = {},
): Order =>
  anOrder({
    status: 'paid',
    payment: { paymentId: 'pay_1', amount: { value: 49.9, currency: 'EUR' }, receivedAt: start },
    migration: { status: 'pending', attempt: 1, recoveries: 0, ...migration },
    ...fields,
  });

/** An order in the hands of `run`. */
export const aMigratingOrder = (migration: Partial<Order['migration']> = {}): Order =>
  aPaidOrder({ status: 'migrating', runId: run.runId, startedAt: start, ...migration });

/** A ledger entry nothing has happened to. */
export const aFile = (role: string, fields: Partial<OrderFile> = {}): OrderFile => ({
  orderId: 'ord_1',
  role,
  required: true,
  uploadId: `upl_${role}`,
  status: 'pending',
  attempt: 0,
  updatedAt: start,
  revision: 0,
  ...fields,
});

/** A ledger entry whose copy was made by attempt 1 and proven. */
export const aVerifiedFile = (role: string, fields: Partial<OrderFile> = {}): OrderFile =>
  aFile(role, {
    status: 'verified',
    attempt: 1,
    permanentKey: `photos/ord_1/upl_${role}`,
    versionId: `version-of-${role}`,
    created: true,
    sizeBytes: 3,
    sha256: sha256('cat'),
    verifiedBy: 'sha256',
    ...fields,
  });
