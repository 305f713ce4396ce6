import { toEntryItem } from '../../adapters/dynamo/ledger-entry.ts';
import { toJobItem } from '../../adapters/jobs/dynamo-jobs.ts';
import { toOrderItem } from '../../adapters/orders/dynamo-order-items.ts';
import { jobSchema } from '../../core/jobs/model/job.ts';
import { orderSchema } from '../../core/orders/model/order.ts';
import { erasureSchema } from '../../core/retention/model/erasure.ts';
import { erasuresIndex, heldPaymentsIndex, jobStatusIndex } from '../../core/table-indexes.ts';

type Item = Readonly<Record<string, unknown>>;

/** An index that is younger than the records of version 0.1.0, which lack its keys. */
export type LaterIndex = {
  table: 'orders' | 'jobs' | 'erasures';
  /** The table's own key. */
  key: readonly string[];
  index: { name: string; hashKey: string; sortKey: string };
  /** The item as this version writes it; `undefined` for items that the index never holds. */
  itemOf: (item: Item) => Item | undefined;
  /** The payments that an order holds. */
  heldIn?: (item: Item) => { orderId: string; paymentId: string }[];
};

/** Every such index. Permalinks have the keys of theirs since 0.1.0. */
export const laterIndexes: readonly LaterIndex[] = [
  {
    table: 'orders',
    key: ['orderId', 'item'],
    index: heldPaymentsIndex,
    itemOf: (item) => ('heldPayments' in item ? toOrderItem(orderSchema.parse(item)) : undefined),
    heldIn: (item) => {
      const { orderId, heldPayments } = orderSchema.parse(item);
      return heldPayments.map(({ paymentId }) => ({ orderId, paymentId }));
    },
  },
  {
    table: 'jobs',
    key: ['jobId'],
    index: jobStatusIndex,
    itemOf: (item) => toJobItem(jobSchema.parse(item)),
  },
  {
    table: 'erasures',
    key: ['uploadId'],
    index: erasuresIndex,
    // Other items of the table are of later versions, and have their keys if they need them.
    itemOf: (item) => ('category' in item ? toEntryItem(erasureSchema.parse(item)) : undefined),
  },
];
