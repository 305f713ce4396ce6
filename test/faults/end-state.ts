import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import { DynamoOrders } from '../../adapters/orders/dynamo-orders.ts';
import { DynamoUploads } from '../../adapters/uploads/dynamo-uploads.ts';
import type { OrderWithFiles } from '../../core/orders/model/order.ts';
import { permanentKey, type Upload } from '../../core/uploads/model/upload.ts';
import { documents, s3 } from '../contracts/shared/emulator.ts';
import { objects } from '../integration/shared/storage.ts';
import type { Story } from './story.ts';

const kept = ({ orderId, surroundings }: Story, upload: Upload) => ({
  bucket: surroundings.filesBucket,
  key: permanentKey(`${upload.category}s`, orderId, upload),
});

const versionsOf = (story: Story, upload: Upload): Promise<string[]> => {
  const { bucket, key } = kept(story, upload);
  return objects.versions(bucket, key);
};

const unfinishedParts = async (story: Story): Promise<number> => {
  const counts = story.uploads.map(async (upload) => {
    const { bucket, key } = kept(story, upload);
    return (
      (await s3.send(new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: key }))).Uploads
        ?.length ?? 0
    );
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
};

/**
 * The records, objects and events of one story, without the parts that differ between equal ends.
 */
export const endOf = async (story: Story) => {
  const { tables, events: heard, alerts: raised } = story.surroundings;
  const orders = new DynamoOrders(documents, tables);
  const { order, files } = (await orders.find(story.orderId)) as OrderWithFiles;
  const events = await heard.all(({ detail }) => detail.orderId === story.orderId);
  const told = events.filter((event) => event['detail-type'] !== 'OrderMigrationRetryRequested');
  const alerts = await raised.all(({ orderId }) => orderId === story.orderId);
  return {
    status: order.status,
    migration: order.migration.status,
    unsent: order.announcement?.detailType ?? 'nothing',
    refund: order.refund?.idempotencyKey === `refund-${order.orderId}-${order.payment?.paymentId}`,
    files: await Promise.all(story.uploads.map((upload) => fileEnd(story, upload, files))),
    unfinishedParts: await unfinishedParts(story),
    // Each event comes at least once. Repeated events must have one meaning.
    told: [...new Set(told.map((event) => event['detail-type']))],
    meanings: new Set(told.map(({ detail }) => JSON.stringify(detail))).size,
    alerted: [...new Set(alerts.map(({ kind }) => kind))],
  };
};

export type End = Awaited<ReturnType<typeof endOf>>;

const fileEnd = async (story: Story, upload: Upload, files: OrderWithFiles['files']) => {
  const file = files.find(({ uploadId }) => uploadId === upload.uploadId);
  const uploads = new DynamoUploads(documents, story.surroundings.tables.uploads);
  const record = await uploads.find(upload.uploadId);
  const versions = await versionsOf(story, upload);
  const [only] = versions;
  const hash = only && (await objects.sha256({ ...kept(story, upload), versionId: only }));
  return {
    role: upload.category,
    status: file?.status,
    versions: versions.length,
    onRecord:
      only !== undefined &&
      file?.versionId === only &&
      record?.versionId === only &&
      record.status === 'permanent',
    everyByte: hash === upload.sha256,
    source: (await objects.head({ bucket: upload.bucket, key: upload.key })) !== undefined,
  };
};
