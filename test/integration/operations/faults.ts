import { PutObjectCommand } from '@aws-sdk/client-s3';
import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { ReconcileReport } from '../../../core/orders/reconcile.ts';
import { attentionIndex } from '../../../core/table-indexes.ts';
import { documents, s3 } from '../../contracts/shared/emulator.ts';
import { freshId } from '../../contracts/shared/samples.ts';
import { orderIn, pay, paymentOf, placedOrder } from '../orders/paid-order.ts';
import { deployed, invoke } from '../shared/deployed.ts';
import { heldBy, longAgo, plantedOrder } from '../shared/planted.ts';
import { announced, someBytes } from '../shared/sample-upload.ts';
import { eraseUpload } from '../shared/storage.ts';
import type { Visitor } from '../shared/visitor.ts';

/** A fault in the deployed stage that an alarm must see, and the function that reports it. */
export type Fault = { seenBy: string; cause: (visitor: Visitor) => Promise<unknown> };

const runOf = (orderId: string) => ({ orderId, attempt: 1, runId: `${orderId}-1` });

const compensating = (orderId: string) => ({
  orderId,
  migration: { ...heldBy(`${orderId}-1`), status: 'compensating' as const },
});

const deliver = (name: string, event: unknown) =>
  invoke(name, { Records: [{ messageId: freshId('msg'), body: JSON.stringify(event) }] });

const payBy = (detail: object) => deliver('receive-payment', { detail });

/** An order whose compensation is at its end, with one file in this state. */
const ending = async (
  visitor: Visitor,
  file: Parameters<typeof plantedOrder>[2],
): Promise<void> => {
  const orderId = freshId('ord');
  await plantedOrder(visitor, compensating(orderId), file);
  await invoke('fail-order', runOf(orderId));
};

const brokenRecord = { item: 'ORDER', [attentionIndex.hashKey]: 'open#0', updatedAt: longAgo };

/** Alarms on what the functions count, each with a fault that makes it count. */
export const faults: Record<string, Fault> = {
  'orders-failing': {
    seenBy: 'fail-order',
    cause: async (visitor) => {
      const { order, uploads } = await placedOrder(visitor, ['photo']);
      for (const upload of uploads) await eraseUpload(upload);
      await pay(order);
      await orderIn(visitor, 'refund_requested', order);
    },
  },
  'corruption-found': {
    seenBy: 'fail-order',
    cause: (visitor) =>
      ending(visitor, () => ({
        status: 'failed',
        attempt: 1,
        failure: { code: 'checksum_mismatch', message: 'The copy’s bytes are not the upload’s.' },
      })),
  },
  'compensation-failing': {
    seenBy: 'fail-order',
    cause: (visitor) =>
      ending(visitor, (permanentKey) => ({
        status: 'copied',
        attempt: 1,
        permanentKey,
        created: true,
      })),
  },
  'executions-taken-over': {
    seenBy: 'watch-executions',
    cause: async (visitor) => {
      const orderId = freshId('ord');
      await plantedOrder(visitor, { orderId, migration: heldBy(`${orderId}-1`) });
      const detail = {
        name: `${orderId}-1`,
        status: 'TIMED_OUT',
        input: JSON.stringify({ orderId }),
      };
      await deliver('watch-executions', { detail });
    },
  },
  'payments-held': {
    seenBy: 'receive-payment',
    cause: async (visitor) => {
      const { order } = await placedOrder(visitor, ['photo']);
      await payBy({ ...paymentOf(order), amount: { value: 1, currency: 'EUR' } });
    },
  },
  'refunds-refused': {
    seenBy: 'receive-refund',
    cause: async (visitor) => {
      const { order, uploads } = await placedOrder(visitor, ['photo']);
      for (const upload of uploads) await eraseUpload(upload);
      const { paymentId, amount } = await pay(order);
      await orderIn(visitor, 'refund_requested', order);
      const news = { status: 'refused', at: new Date().toISOString() };
      await deliver('receive-refund', {
        detail: { ...news, orderId: order.orderId, paymentId, refundId: freshId('re'), amount },
      });
    },
  },
  'uploads-refused': {
    seenBy: 'uploads',
    cause: async (visitor) => {
      const { key, uploadId } = await announced(visitor);
      await s3.send(
        new PutObjectCommand({
          Bucket: deployed.uploadsBucket,
          Key: key,
          Body: someBytes(),
          ContentType: 'image/jpeg',
        }),
      );
      await visitor.post(`/uploads/${uploadId}/complete`);
    },
  },
  'requests-failing': {
    seenBy: 'uploads',
    cause: async (visitor) => {
      const uploadId = freshId('upl');
      const table = { TableName: deployed.tables.uploads };
      await documents.send(new PutCommand({ ...table, Item: { uploadId, status: 'nonsense' } }));
      await visitor.get(`/uploads/${uploadId}`);
      // Other tests read the whole table.
      await documents.send(new DeleteCommand({ ...table, Key: { uploadId } }));
    },
  },
  'records-unreadable': {
    seenBy: 'uploads',
    cause: async (visitor) => {
      const { uploadId } = await announced(visitor);
      const upload = { TableName: deployed.tables.uploads, Key: { uploadId } };
      await documents.send(
        new UpdateCommand({
          ...upload,
          UpdateExpression: 'SET #status = :status',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: { ':status': 'nonsense' },
        }),
      );
      const { body } = await visitor.get('/uploads');
      await documents.send(new DeleteCommand(upload));
      if (!body.unreadable?.includes(uploadId)) throw new Error('the list does not name it');
    },
  },
  'messages-returned': {
    seenBy: 'receive-payment',
    cause: () => payBy(paymentOf({ orderId: freshId('ord') })),
  },
  'orders-waiting': {
    seenBy: 'upkeep',
    cause: async (visitor) => {
      const { uploadId } = await announced(visitor);
      await plantedOrder(visitor, {}, () => ({ uploadId }));
      await invoke('upkeep', { task: 'reconcile' });
    },
  },
  'orders-not-reconciled': {
    seenBy: 'upkeep',
    cause: async () => {
      const Key = { orderId: freshId('ord'), item: 'ORDER' };
      await documents.send(
        new PutCommand({ TableName: deployed.tables.orders, Item: { ...brokenRecord, ...Key } }),
      );
      const { orders: report } = await invoke<{ orders: ReconcileReport }>('upkeep', {
        task: 'reconcile',
      });
      if (!(report.failed > 0)) throw new Error(`nothing failed: ${JSON.stringify(report)}`);
      await documents.send(new DeleteCommand({ TableName: deployed.tables.orders, Key }));
    },
  },
  'announcements-late': {
    seenBy: 'upkeep',
    cause: async (visitor) => {
      const announcement = {
        detailType: 'OrderMigrationCompleted' as const,
        detail: { orderId: freshId('ord'), attempt: 1, files: [] },
      };
      await plantedOrder(visitor, {
        status: 'completed',
        migration: { ...heldBy('gone'), status: 'completed' },
        announcement,
      });
      await invoke('upkeep', { task: 'reconcile' });
    },
  },
  'migrations-slow': {
    seenBy: 'commit-order',
    cause: async (visitor) => {
      const { order } = await placedOrder(visitor, ['photo']);
      await pay(order);
      await orderIn(visitor, 'completed', order);
    },
  },
  // The one alarm that goes off for missing data. A run ends it.
  'reconciler-silent': { seenBy: 'upkeep', cause: () => invoke('upkeep', { task: 'reconcile' }) },
};
