import type { FileCategory } from '../../../core/contract.ts';
import { FixedClock } from '../../fakes/fixed-clock.ts';
import { MemoryAlerts } from '../../fakes/memory-alerts.ts';
import { MemoryDeliverySigner } from '../../fakes/memory-delivery-signer.ts';
import { MemoryEventBus } from '../../fakes/memory-event-bus.ts';
import { MemoryLinks } from '../../fakes/memory-links.ts';
import { MemoryMigrations } from '../../fakes/memory-migrations.ts';
import { MemoryObjects } from '../../fakes/memory-objects.ts';
import { MemoryOrders } from '../../fakes/memory-orders.ts';
import { MemorySessions } from '../../fakes/memory-sessions.ts';
import { MemorySigner } from '../../fakes/memory-signer.ts';
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
  temporaryDays: 30,
  chunkSize: 25,
  maxAttempts: 2,
  afterMinutes: 60,
  signedSeconds: 300,
  legacyBaseUrl: 'https://old.example.com/files',
  linkDays: 1826,
};

/** Every port in memory and every setting, in the shape the use cases take. */
export const aWorld = () => {
  const uploads = new MemoryUploads();
  return {
    ...settings,
    uploads,
    orders: new MemoryOrders(uploads),
    objects: new MemoryObjects(),
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
