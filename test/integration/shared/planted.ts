import { DynamoOrders } from '../../../adapters/orders/dynamo-orders.ts';
import type { Order, OrderFile } from '../../../core/orders/model/order.ts';
import { documents } from '../../contracts/shared/emulator.ts';
import { freshId, sampleFile } from '../../contracts/shared/samples.ts';
import { deployed } from './deployed.ts';
import { uploaded } from './sample-upload.ts';
import { keptAt, keptVersions, leaveBytes } from './storage.ts';
import type { Visitor } from './visitor.ts';

/** Orders as they are on record. */
export const records = new DynamoOrders(documents, deployed.tables);

const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();

/** Long enough for the reconciler to take notice. */
export const longAgo = hoursAgo(2);

/** An order that was paid long ago, with one photo in storage, in any state. */
export const plantedOrder = async (
  visitor: Visitor,
  changes: Partial<Order> = {},
  ledger: (permanentKey: string) => Partial<OrderFile> = () => ({}),
) => {
  const upload = await uploaded(visitor);
  const { ownerId } = (await visitor.get(`/uploads/${upload.uploadId}`)).body;
  const { orderId = freshId('ord') } = changes;
  const amount = { value: 49.9, currency: 'EUR' };
  const order: Order = {
    orderId,
    ownerId,
    status: 'paid',
    amount,
    payment: { paymentId: freshId('pay'), amount, receivedAt: longAgo },
    heldPayments: [],
    migration: { status: 'pending', attempt: 1, recoveries: 0 },
    createdAt: longAgo,
    updatedAt: longAgo,
    revision: 1,
    ...changes,
  };
  const permanent = keptAt(orderId, upload.uploadId);
  const file = sampleFile(orderId, {
    uploadId: upload.uploadId,
    updatedAt: longAgo,
    ...ledger(permanent.key),
  });
  await records.create(order, [file]);
  return { order, upload, permanent, kept: () => keptVersions(orderId, upload.uploadId) };
};

/** The time of a change that has just happened. */
export const justNow = (): string => new Date().toISOString();

/** The fields of a migrating order that name its execution, dead or alive. */
export const heldBy = (runId: string): Order['migration'] => ({
  status: 'migrating',
  attempt: 1,
  recoveries: 0,
  runId,
  startedAt: longAgo,
});

/** The fields of an order that was given up in this state because its photo is gone. */
export const givenUp = (status: 'failed' | 'compensation_failed') => ({
  status: 'refund_requested' as const,
  migration: {
    ...heldBy('gone'),
    status,
    completedAt: longAgo,
    error: {
      code: 'source_missing' as const,
      role: 'photo',
      message: 'The uploaded file is gone.',
    },
  },
  refund: { idempotencyKey: freshId('refund'), reason: 'source_missing', requestedAt: longAgo },
});

/** Leaves a copy as the order's first attempt would have made it. */
export const leaveCopy = ({
  order,
  permanent,
}: Pick<Awaited<ReturnType<typeof plantedOrder>>, 'order' | 'permanent'>) =>
  leaveBytes(permanent, { 'keepsake-order': order.orderId, 'keepsake-attempt': '1' });

/** An order that was given up and whose copy could not be removed. */
export const unremovedOrder = async (visitor: Visitor) => {
  const copied = (permanentKey: string) => ({
    status: 'copied' as const,
    attempt: 1,
    permanentKey,
    created: true,
  });
  const planted = await plantedOrder(visitor, givenUp('compensation_failed'), copied);
  await leaveCopy(planted);
  return planted;
};
