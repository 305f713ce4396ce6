import { permanentKey, type Upload } from '../../core/uploads/model/upload.ts';
import { type Arrival, aFile, anOrder, arrived } from '../core/builders/records.ts';
import {
  alice,
  categories,
  filesBucket,
  uploadsBucket,
  type World,
} from '../core/builders/world.ts';
import type { Faults } from './faults.ts';
import { Saga } from './saga-harness.ts';

export const orderId = 'ord_1';
export const amount = { value: 49.9, currency: 'EUR' };
export const payment = { orderId, paymentId: 'pay_1', amount };

/** A file of an order under test; `arrived: false` leaves the client still sending. */
export type Wanted = Arrival & { required?: boolean; arrived?: boolean };

export const roles = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `file-${String(index).padStart(2, '0')}`);

/** An unpaid order of these files, and its uploads. */
export const place = (world: World, files: Readonly<Record<string, Wanted>>): Upload[] => {
  world.orders.put(
    anOrder({ orderId, amount }),
    Object.entries(files).map(([role, { required = true }]) => aFile(role, { orderId, required })),
  );
  return Object.entries(files).map(
    ([role, { required: _required, arrived: isThere = true, ...how }]) => {
      const upload = arrived(world, `upl_${role}`, how);
      if (!isThere) world.uploads.put(withoutPin(upload));
      return upload;
    },
  );
};

const withoutPin = ({ versionId: _version, etag: _etag, ...upload }: Upload): Upload => ({
  ...upload,
  status: 'pending',
});

/** A saga over an unpaid order of `count` required files, or of these. */
export const sagaOf = (
  files: number | Readonly<Record<string, Wanted>>,
  faults: Faults = {},
): Saga => {
  const saga = new Saga(faults);
  place(
    saga.world,
    typeof files === 'number' ? Object.fromEntries(roles(files).map((role) => [role, {}])) : files,
  );
  return saga;
};

/** Pays once and lets everything come to its end, the reconciler included. */
export const payAndFinish = async (saga: Saga): Promise<Saga> => {
  saga.pay(payment);
  await saga.settle();
  await saga.reconcileUntilQuiet();
  return saga;
};

export const temporary = (role: string) => ({
  bucket: uploadsBucket,
  key: `temp/${alice.ownerId}/upl_${role}`,
});

/** Where the file of a role belongs in permanent storage. */
export const permanent = (role: string, category = 'photo') => ({
  bucket: filesBucket,
  key: permanentKey(categories[category]?.prefix ?? '', orderId, { uploadId: `upl_${role}` }),
});

/** The customer (or a lifecycle rule) erased the bytes. */
export const eraseSource = async ({ objects }: World, role: string): Promise<void> => {
  const at = temporary(role);
  for (const versionId of await objects.versions(at.bucket, at.key))
    await objects.removeVersion({ ...at, versionId });
};

/** Puts other bytes under the same key, as a new version. */
export const replaceSource = ({ objects }: World, role: string): void => {
  const at = temporary(role);
  objects.put(at.bucket, at.key, 'quite different bytes', { contentType: 'image/jpeg' });
};

/**
 * The last word of a saga, without what may differ between equal ends: revisions, times and numbers
 * of versions.
 */
export const endState = async ({ world, deadLetters }: Saga) => {
  const found = await world.orders.find(orderId);
  const { order, files } = found ?? { order: undefined, files: [] };
  return {
    status: order?.status,
    migration: order?.migration.status,
    refund: order?.refund?.idempotencyKey,
    files: files.map(({ role, status, permanentKey, verifiedBy, failure }) => ({
      role,
      status,
      permanentKey,
      verifiedBy,
      code: failure?.code,
    })),
    kept: world.objects.all
      .filter(({ bucket }) => bucket === filesBucket)
      .map(({ key }) => key)
      .sort(),
    events: [...new Set(world.bus.published.map(({ detailType }) => detailType))],
    deadLetters,
  };
};
