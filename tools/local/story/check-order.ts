import { createHash } from 'node:crypto';
import type { OrderView } from '../../../core/orders/model/order-view.ts';
import type { ObjectStore } from '../../../core/storage/ports.ts';
import type { SampleFile } from '../samples/sample-files.ts';

/** Where permanent files are kept, and what reads them. */
export type Storage = { objects: Pick<ObjectStore, 'sha256' | 'versions'>; filesBucket: string };

/** Everything that is not as a completed order must be; reads every file back and hashes it. */
export const checkCompleted = async (
  storage: Storage,
  order: OrderView,
  samples: readonly SampleFile[],
): Promise<string[]> => {
  const files = samples.map((sample) => {
    const file = order.files.find(({ role }) => role === sample.role);
    return checkKept(storage, file, sample);
  });
  const wrong =
    order.status === 'completed' && order.migration.status === 'completed'
      ? undefined
      : `the order is ${order.migration.status}`;
  return [wrong, ...(await Promise.all(files)).flat()].filter((text) => text !== undefined);
};

type OrderFile = OrderView['files'][number];

const checkKept = async (
  { objects, filesBucket }: Storage,
  file: OrderFile | undefined,
  sample: SampleFile,
): Promise<(string | undefined)[]> => {
  const { role } = sample;
  if (!file?.permanentKey || !file.versionId) return [`${role} has no permanent key and version`];
  const expected = createHash('sha256').update(sample.bytes).digest('base64');
  const { permanentKey: key, versionId } = file;
  const stored = await objects.sha256({ bucket: filesBucket, key, versionId });
  return [
    file.status === 'verified' ? undefined : `${role} is ${file.status}, not verified`,
    file.verifiedBy ? undefined : `${role} does not say how it was verified`,
    stored === expected
      ? undefined
      : `${role} hashes to ${stored} in permanent storage, to ${expected} on this disk`,
    file.sha256 === expected
      ? undefined
      : `${role} is recorded with another SHA-256: ${file.sha256}`,
    file.sizeBytes === sample.bytes.length
      ? undefined
      : `${role} is recorded with ${file.sizeBytes} bytes instead of ${sample.bytes.length}`,
  ];
};

/** What is wrong with a failed order: it must have no copies and a requested refund. */
export const checkCompensated = async (
  storage: Storage,
  order: OrderView,
  missingRole: string,
): Promise<string[]> => {
  const { migration, refund, files } = order;
  const others = files.filter(({ role }) => role !== missingRole);
  const problems = [
    migration.status === 'failed' ? undefined : `the migration is ${migration.status}, not failed`,
    migration.error?.code === 'source_missing'
      ? undefined
      : `the reason is ${migration.error?.code}, not source_missing`,
    refund?.idempotencyKey ? undefined : 'no refund was asked for',
    ...others.map(({ role, status }) =>
      status === 'removed' ? undefined : `${role} is ${status}, not removed`,
    ),
    ...(await Promise.all(files.map((file) => checkRemoved(storage, file)))),
  ];
  return problems.filter((text) => text !== undefined);
};

const checkRemoved = async (
  { objects, filesBucket }: Storage,
  { role, permanentKey }: OrderFile,
): Promise<string | undefined> => {
  const left = permanentKey ? await objects.versions(filesBucket, permanentKey) : [];
  return left.length === 0
    ? undefined
    : `${left.length} version(s) of ${role} are still in permanent storage`;
};
