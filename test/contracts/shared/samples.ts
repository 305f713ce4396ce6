import { randomUUID } from 'node:crypto';
import type { Link } from '../../../core/delivery/model/link.ts';
import type { Job } from '../../../core/jobs/model/job.ts';
import type { Order, OrderFile } from '../../../core/orders/model/order.ts';
import type { Session } from '../../../core/sessions/model/session.ts';
import type { PermanentLocation, Upload } from '../../../core/uploads/model/upload.ts';

const at = '2030-01-01T00:00:00.000Z';

/** A fresh id, because contract suites share one emulator. */
export const freshId = (prefix: string): string => `${prefix}_${randomUUID().replaceAll('-', '')}`;

/** A pending upload. */
export const sampleUpload = (changes: Partial<Upload> = {}): Upload => ({
  uploadId: freshId('upl'),
  ownerId: 'ses_1',
  category: 'photos',
  fileName: 'Grüße.jpg',
  contentType: 'image/jpeg',
  sizeBytes: 3,
  sha256: 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=',
  bucket: 'uploads',
  key: 'temp/ses_1/upl_1',
  status: 'pending',
  expiresAt: '2030-01-08T00:00:00.000Z',
  createdAt: at,
  updatedAt: at,
  revision: 0,
  ...changes,
});

/** An order being migrated. */
export const sampleOrder = (changes: Partial<Order> = {}): Order => ({
  orderId: freshId('ord'),
  ownerId: 'ses_1',
  status: 'paid',
  amount: { value: 49.9, currency: 'EUR' },
  heldPayments: [],
  migration: { status: 'migrating', attempt: 1, recoveries: 0, runId: undefined },
  createdAt: at,
  updatedAt: at,
  revision: 1,
  ...changes,
});

/** A new ledger entry. */
export const sampleFile = (orderId: string, changes: Partial<OrderFile> = {}): OrderFile => ({
  orderId,
  role: 'photo',
  required: true,
  uploadId: freshId('upl'),
  status: 'pending',
  attempt: 0,
  updatedAt: at,
  revision: 1,
  ...changes,
});

/** A visitor's session. */
export const sampleSession = (): Session => ({
  tokenHash: freshId('hash'),
  sessionId: freshId('ses'),
  expiresAt: '2030-01-02T00:00:00.000Z',
  createdAt: at,
});

/** A running job over one film, not yet announced. */
export const sampleJob = (changes: Partial<Job> = {}): Job => ({
  jobId: freshId('job'),
  ownerId: 'ses_1',
  title: 'Cut',
  inputs: { video: 'upl_1' },
  onFinish: { inputs: 'keep', outputs: 'keep' },
  status: 'running',
  announcements: [{ detailType: 'JobCreated', detail: { jobId: 'job_1' } }],
  createdAt: at,
  updatedAt: at,
  revision: 0,
  ...changes,
});

/** A printed link to one file of an order. */
export const sampleLink = (changes: Partial<Link> = {}): Link => ({
  tokenHash: freshId('hash'),
  ownerId: 'ses_1',
  orderId: 'ord_1',
  role: 'photo',
  createdAt: at,
  expiresAt: '2035-01-01T00:00:00.000Z',
  ...changes,
});

/** Where an upload went. */
export const sampleLocation = (uploadId: string): PermanentLocation => ({
  uploadId,
  bucket: 'files',
  key: `photos/ord_1/${uploadId}`,
  versionId: 'v-permanent',
});
