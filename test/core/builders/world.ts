import type { FileCategory } from '../../../core/contract.ts';
import { MemoryDeliverySigner } from '../../fakes/delivery/memory-delivery-signer.ts';
import { MemoryLinks } from '../../fakes/delivery/memory-links.ts';
import { MemoryJobs } from '../../fakes/jobs/memory-jobs.ts';
import { MemoryMigrations } from '../../fakes/orders/memory-migrations.ts';
import { MemoryOrders } from '../../fakes/orders/memory-orders.ts';
import { MemoryErasures } from '../../fakes/retention/memory-erasures.ts';
import { MemoryOwnerErasures } from '../../fakes/retention/memory-owner-erasures.ts';
import { MemoryStats } from '../../fakes/retention/memory-stats.ts';
import { MemorySessions } from '../../fakes/sessions/memory-sessions.ts';
import { FixedClock } from '../../fakes/shared/fixed-clock.ts';
import { MemoryAlerts } from '../../fakes/shared/memory-alerts.ts';
import { MemoryEventBus } from '../../fakes/shared/memory-event-bus.ts';
import { SequenceIds } from '../../fakes/shared/sequence-ids.ts';
import { MemoryObjects } from '../../fakes/storage/memory-objects.ts';
import { MemoryCheckRequests } from '../../fakes/uploads/memory-check-requests.ts';
import { MemoryFileReader } from '../../fakes/uploads/memory-file-reader.ts';
import { MemoryFileTypes } from '../../fakes/uploads/memory-file-types.ts';
import { MemoryFileWriter } from '../../fakes/uploads/memory-file-writer.ts';
import { MemoryMultiparts } from '../../fakes/uploads/memory-multiparts.ts';
import { MemorySigner } from '../../fakes/uploads/memory-signer.ts';
import { MemoryUploads } from '../../fakes/uploads/memory-uploads.ts';
import { MemoryDeliveries } from '../../fakes/webhooks/memory-deliveries.ts';

export const categories: Readonly<Record<string, FileCategory>> = {
  photo: {
    prefix: 'photos',
    contentTypes: ['image/jpeg', 'image/png'],
    maxSizeBytes: 1_000,
    storageClass: 'INTELLIGENT_TIERING',
  },
  video: {
    prefix: 'videos',
    contentTypes: ['video/mp4'],
    maxSizeBytes: 6 * 1024 ** 3,
    storageClass: 'STANDARD',
  },
};

export const uploadsBucket = 'uploads-bucket';
export const filesBucket = 'files-bucket';

/** Two callers who must never see each other's things. */
export const alice = { ownerId: 'usr_alice', admin: false, worker: false };
export const mallory = { ownerId: 'usr_mallory', admin: false, worker: false };

/** A member of the operators' group who owns nothing. */
export const admin = { ownerId: 'usr_admin', admin: true, worker: true };

const settings = {
  bucket: uploadsBucket,
  filesBucket,
  categories,
  presignSeconds: 900,
  sessionHours: 24,
  temporaryDays: 35,
  quotas: {
    session: { files: 100, bytes: 100 * 1024 ** 3 },
    owner: { files: 1_000, bytes: 1000 * 1024 ** 3 },
    ip: { filesPerDay: 1_000, bytesPerDay: 1000 * 1024 ** 3 },
  },
  sourceIp: '192.0.2.1',
  multipartBytes: 10 * 1024 ** 2,
  abortMultipartDays: 7,
  checkInlineBytes: 1_000,
  chunkSize: 25,
  maxAttempts: 2,
  afterMinutes: 60,
  signedSeconds: 300,
  legacyBaseUrl: 'https://old.example.com/files',
  linkDays: 1826,
};

/** Every port in memory and every setting, in the shape the use cases take. */
export const aWorld = () => {
  const erasures = new MemoryErasures();
  const uploads = new MemoryUploads({ erasures });
  const objects = new MemoryObjects();
  return {
    ...settings,
    uploads,
    erasures,
    stats: new MemoryStats(uploads.quotas),
    jobs: new MemoryJobs(erasures),
    ownerErasures: new MemoryOwnerErasures(),
    deliveries: new MemoryDeliveries(),
    orders: new MemoryOrders(uploads),
    objects,
    multiparts: new MemoryMultiparts(objects),
    reader: new MemoryFileReader(objects),
    writer: new MemoryFileWriter(objects),
    fileTypes: new MemoryFileTypes(),
    checks: new MemoryCheckRequests(),
    sessions: new MemorySessions(),
    links: new MemoryLinks(erasures),
    signer: new MemorySigner(),
    migrations: new MemoryMigrations(),
    alerts: new MemoryAlerts(),
    bus: new MemoryEventBus(),
    clock: new FixedClock(),
    ids: new SequenceIds(),
  };
};

export type World = ReturnType<typeof aWorld>;

/** The same world for what hands files out: its signer signs downloads. */
export const aDeliveryWorld = () => ({ ...aWorld(), signer: new MemoryDeliverySigner() });

export type DeliveryWorld = ReturnType<typeof aDeliveryWorld>;

/** The order's present record and ledger. */
export const stored = async ({ orders }: Pick<World, 'orders'>, orderId = 'ord_1') => {
  const found = await orders.find(orderId);
  if (!found) throw new Error(`no order ${orderId}`);
  return { ...found, file: (role: string) => found.files.find((file) => file.role === role) };
};

/** Permanent versions, as `key@version`. */
export const keptVersions = ({ objects }: Pick<World, 'objects'>): string[] =>
  objects.all
    .filter(({ bucket }) => bucket === filesBucket)
    .map(({ key, versionId }) => `${key}@${versionId}`);

/** The error a promise ends with; a promise that does not fail, fails the test. */
export const errorOf = async (promise: Promise<unknown>): Promise<unknown> => {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
};
