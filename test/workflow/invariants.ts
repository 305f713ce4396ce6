import type { OrderWithFiles } from '../../core/orders/model/order.ts';
import { sha256 } from '../core/builders/records.ts';
import { filesBucket, uploadsBucket } from '../core/builders/world.ts';
import type { Saga } from './saga-harness.ts';
import { orderId } from './sample-order.ts';

type Version = { bucket: string; key: string; versionId: string };
type Memory = { versions: Version[]; bytes: Map<string, string> };

const name = ({ bucket, key, versionId }: Version): string => `${bucket}/${key}@${versionId}`;

/** The objects before the payment: temporary files, and foreign objects in permanent storage. */
export const remember = async ({ world }: Saga): Promise<Memory> => {
  const versions = world.objects.all;
  const bytes = new Map<string, string>();
  for (const version of versions) bytes.set(name(version), await world.objects.sha256(version));
  return { versions, bytes };
};

type Finding = { saga: Saga; found: OrderWithFiles; then: Memory; erased: ReadonlySet<string> };
type Check = (finding: Finding) => string[] | Promise<string[]>;

const isCompleted = ({ order }: OrderWithFiles): boolean =>
  order.status === 'completed' && order.migration.status === 'completed';

/** I1: the customer's uploads still exist, unless the customer erased them. */
const temporaryFilesSurvive: Check = ({ saga, then, erased }) => {
  const now = new Set(saga.world.objects.all.map(name));
  return then.versions
    .filter(
      (version) =>
        version.bucket === uploadsBucket && !erased.has(version.key) && !now.has(name(version)),
    )
    .map(name);
};

/** I2: every permanent version belongs to a completed order, or was there before us. */
const nothingUnreferenced: Check = ({ saga, found, then }) => {
  const referenced = isCompleted(found)
    ? found.files.map(
        ({ permanentKey, versionId }) => `${filesBucket}/${permanentKey}@${versionId}`,
      )
    : [];
  const known = new Set([...referenced, ...then.versions.map(name)]);
  return saga.world.objects.all
    .filter(({ bucket }) => bucket === filesBucket)
    .map(name)
    .filter((version) => !known.has(version));
};

/**
 * I2, the other half: foreign objects still exist, byte for byte, and no multipart upload is left.
 */
const strangersUntouched: Check = async ({ saga, then }) => {
  const wrong: string[] = [...saga.world.objects.multiparts];
  for (const version of then.versions.filter(({ bucket }) => bucket === filesBucket)) {
    const hash = await saga.world.objects.sha256(version).catch(() => 'gone');
    if (hash !== then.bytes.get(name(version))) wrong.push(`${name(version)} is ${hash}`);
  }
  return wrong;
};

const refundKeys = ({ saga, found }: Finding): Set<unknown> => {
  const keys = saga.world.bus.published.flatMap((event) =>
    event.detailType === 'OrderMigrationFailed'
      ? [(event.detail.refund as { idempotencyKey: string }).idempotencyKey]
      : [],
  );
  return new Set([...keys, ...(found.order.refund ? [found.order.refund.idempotencyKey] : [])]);
};

/**
 * I3: one refund at most, and exactly when the order that was paid is not completed; operators may
 * have stopped it, under the same key.
 */
const oneRefundOrNone: Check = (finding) => {
  const { order } = finding.found;
  const wasStopped = order.history?.some(({ event }) => event === 'refund_stopped');
  const isDue = !isCompleted(finding.found) || wasStopped;
  const expected = order.payment && isDue ? [`refund-${orderId}-${order.payment.paymentId}`] : [];
  const keys = [...refundKeys(finding)];
  const isTold =
    expected.length === 0 ||
    finding.saga.world.bus.published.some(
      ({ detailType }) => detailType === 'OrderMigrationFailed',
    );
  return JSON.stringify(keys) === JSON.stringify(expected) && isTold
    ? []
    : [`refund keys ${keys.join()}, expected ${expected.join()}`];
};

/**
 * I4: completed, or refunded with an alert. No order is in between, and no announcement is left.
 */
const somebodyActs: Check = ({ saga, found }) => {
  const { status, migration, announcement } = found.order;
  // A message that parks in the watcher's dead-letter queue rings that queue's alarm.
  const isParked = saga.deadLetters.some((letter) => letter.startsWith('death of'));
  const isTold = isParked || saga.world.alerts.raised.some(({ kind }) => kind !== 'payment_held');
  const isFailed =
    status === 'refund_requested' &&
    ['failed', 'compensation_failed'].includes(migration.status) &&
    isTold;
  const isEnd = (isCompleted(found) || isFailed) && announcement === undefined;
  return isEnd
    ? []
    : [
        `${status}/${migration.status}, announcement ${announcement?.detailType}, alerts ${saga.world.alerts.raised.length}`,
      ];
};

/**
 * I5: a completed order's required files are the uploads, byte for byte, at their recorded
 * versions.
 */
const bytesAreKept: Check = async ({ saga, found }) => {
  if (!isCompleted(found)) return [];
  const wrong: string[] = [];
  for (const { role, required, status, permanentKey, versionId, uploadId } of found.files) {
    if (status === 'skipped' && !required) continue;
    const upload = await saga.world.uploads.find(uploadId);
    const at = { bucket: filesBucket, key: permanentKey ?? '', versionId };
    const hash = await saga.world.objects.sha256(at).catch(() => 'gone');
    const isPointedAt =
      upload?.key === permanentKey &&
      upload?.versionId === versionId &&
      upload?.bucket === filesBucket;
    if (status !== 'verified' || hash !== sha256(`bytes of ${uploadId}`) || !isPointedAt)
      wrong.push(`${role} ${status} ${hash}`);
  }
  return wrong;
};

/** I6: nothing that leaves us carries an address of a file's bytes. */
const noUrls: Check = ({ saga }) => {
  const said = [...saga.world.bus.published, ...saga.world.alerts.raised].map((message) =>
    JSON.stringify(message),
  );
  return said.filter((text) => /https?:|s3:|x-amz-/i.test(text));
};

/** I7: completion is announced with one meaning only, and never beside a failure. */
const completedOnce: Check = ({ saga, found }) => {
  const told = saga.world.bus.published.filter(
    ({ detailType }) => detailType === 'OrderMigrationCompleted',
  );
  const meanings = new Set(told.map(({ detail }) => JSON.stringify(detail)));
  return meanings.size === (isCompleted(found) ? 1 : 0)
    ? []
    : [`${meanings.size} different completions`];
};

const checks = {
  I1: temporaryFilesSurvive,
  I2: nothingUnreferenced,
  'I2 strangers': strangersUntouched,
  I3: oneRefundOrNone,
  I4: somebodyActs,
  I5: bytesAreKept,
  I6: noUrls,
  I7: completedOnce,
} satisfies Record<string, Check>;

/** Everything that is not as it must be after reconciliation; empty when all invariants hold. */
export const violations = async (
  saga: Saga,
  then: Memory,
  erased: ReadonlySet<string> = new Set(),
): Promise<string[]> => {
  const found = await saga.world.orders.find(orderId);
  if (!found) return [`no order ${orderId}`];
  const broken: string[] = [];
  for (const [invariant, check] of Object.entries(checks)) {
    for (const what of await check({ saga, found, then, erased }))
      broken.push(`${invariant}: ${what}`);
  }
  return broken;
};
