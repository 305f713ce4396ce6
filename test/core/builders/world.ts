import type { FileCategory } from '../../../core/contract.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { MemoryAlerts } from '../../fakes/memory-alerts.ts';
import { MemoryCheckRequests } from '../../fakes/memory-check-requests.ts';
import { MemoryDeliverySigner } from '../../fakes/memory-delivery-signer.ts';
import { MemoryErasures } from '../../fakes/memory-erasures.ts';
import { MemoryEventBus } from '../../fakes/memory-event-bus.ts';
import { MemoryFileReader } from '../../fakes/memory-file-reader.ts';
import { MemoryFileTypes } from '../../fakes/memory-file-types.ts';
import { MemoryFileWriter } from '../../fakes/memory-file-writer.ts';
import { MemoryJobs } from '../../fakes/memory-jobs.ts';
import { MemoryLinks } from '../../fakes/memory-links.ts';
import { MemoryMigrations } from '../../fakes/memory-migrations.ts';
import { MemoryMultiparts } from '../../fakes/memory-multiparts.ts';
import { MemoryObjects } from '../../fakes/memory-objects.ts';
import { MemoryOrders } from '../../fakes/memory-orders.ts';
import { MemorySessions } from '../../fakes/memory-sessions.ts';
import { MemorySigner } from '../../fakes/memory-signer.ts';
import { MemoryStats } from '../../fakes/memory-stats.ts';
import { MemoryUploads } from '../../fakes/memory-uploads.ts';
import { SequenceIds } from '../../fakes/sequence-ids.ts';

export const categories: Readonly<Record<string, FileCategory>> = {
  photo: { prefix: 'photos', contentTypes: ['image/jpeg', 'image/png'], maxSizeBytes: 1_000, storageClass: 'INTELLIGENT_TIERING' },
  video: { prefix: 'videos', contentTypes: ['video/mp4'], maxSizeBytes: 6 * 1024 ** 3, storageClass: 'STANDARD' },
};

export const uploadsBucket = 'uploads-bucket';
export const filesBucket = 'files-bucket';

/** Two callers who must never see each other's things. */
export const alice = { ownerId: 'usr_alice', admin: false, worker: false };
export const mallory = { ownerId: 'usr_mallory', admin: false, worker: false };

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
    jobs: new MemoryJobs(),
    orders: new MemoryOrders(uploads),
    objects,
    multiparts: new MemoryMultiparts(objects),
    reader: new MemoryFileReader(objects),
    writer: new MemoryFileWriter(objects),
    fileTypes: new MemoryFileTypes(),
    checks: new MemoryCheckRequests(),
    sessions: new MemorySessions(),
    links: new MemoryLinks(),
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

/** What the order's record and ledger say now. */
export const stored = async ({ orders }: Pick<World, 'orders'>, orderId = 'ord_1') => {
  const found = await orders.find(orderId);
  if (!found) throw new Error(`no order ${orderId}`);
  return { ...found, file: (role: string) => found.files.find((file) => file.role === role) };
};

/** Permanent versions, as `key@version`. */
export const keptVersions = ({ objects }: Pick<World, 'objects'>): string[] =>
  objects.all.filter(({ bucket }) => bucket === filesBucket).map(({ key, versionId }) => `${key}@${versionId}`);

/** The error a promise ends with; a promise that does not fail, fails the test. */
export const errorOf = async (promise: Promise<unknown>): Promise<unknown> => {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
};
