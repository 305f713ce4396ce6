import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { AlreadyExists, SourceMissing, StaleRecord } from '../../core/errors.ts';
import type {
  Order,
  OrderFile,
  OrderWithFiles,
  PaymentRecord,
} from '../../core/orders/model/order.ts';
import type { Orders } from '../../core/orders/ports.ts';
import type { RecordErasure } from '../../core/retention/model/erasure.ts';
import { orderOwnerIndex } from '../../core/table-indexes.ts';
import type { PermanentLocation } from '../../core/uploads/model/upload.ts';
import { asking, translated } from '../aws/aws-errors.ts';
import { requiredId } from '../aws/required-id.ts';
import { readAttention } from '../dynamo/attention.ts';
import { newWriteId, putIf } from '../dynamo/conditional-put.ts';
import { putEntry } from '../dynamo/ledger-entry.ts';
import { readPositions } from '../dynamo/positions.ts';
import { retryContended } from '../dynamo/retry-contended.ts';
import { transact } from '../dynamo/transaction.ts';
import { fromItems, openValues, toFileItem, toOrderItem } from './dynamo-order-items.ts';
import { findOrderOfPayment, isUnpaidBy, noteHeldBy, toPaymentItem } from './dynamo-payments.ts';
import { repoint } from './dynamo-repoint.ts';

/** `commit` alone needs the uploads' table, `erase` alone the ledger's. */
type Tables = { orders: string; uploads?: string | undefined; erasures?: string | undefined };

const isUnseen = {
  ConditionExpression: 'attribute_not_exists(orderId)',
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
} as const;

/** Orders in DynamoDB: one partition per order (`orderId`) with its ledger (`item`). */
export class DynamoOrders implements Orders {
  readonly #client: DynamoDBDocumentClient;
  readonly #tables: Tables;

  constructor(client: DynamoDBDocumentClient, tables: Tables) {
    this.#client = client;
    this.#tables = tables;
  }

  async create(order: Order, files: readonly OrderFile[]): Promise<void> {
    const writeId = newWriteId();
    const puts = [toOrderItem(order), ...files.map(toFileItem)].map((item) => ({
      Put: { TableName: this.#tables.orders, Item: { ...item, writeId }, ...isUnseen },
    }));
    const refused = await asking(`create order ${order.orderId}`, () =>
      transact(this.#client, { items: puts, writeId }),
    );
    if (refused.length > 0)
      throw new AlreadyExists(`Order ${order.orderId} exists already.`, {
        context: { orderId: order.orderId },
      });
  }

  async find(orderId: string): Promise<OrderWithFiles | undefined> {
    return fromItems(await asking(`find order ${orderId}`, () => this.#readPartition(orderId)));
  }

  async save(order: Order): Promise<Order> {
    const saved = { ...order, revision: order.revision + 1 };
    const put = {
      TableName: this.#tables.orders,
      Item: toOrderItem(saved),
      ...over(order.revision),
    };
    const written = await asking(`save order ${order.orderId}`, () => putIf(this.#client, put));
    if (!written) throw staleOrder(order);
    return saved;
  }

  async pay(order: Order & { payment: PaymentRecord }): Promise<Order> {
    const saved = { ...order, revision: order.revision + 1 };
    const [refused] = await asking(`pay order ${order.orderId}`, () =>
      retryContended(() => this.#payOnce(saved, order.revision)),
    );
    if (refused === undefined) return saved;
    throw refused === 0 ? staleOrder(order) : usedPayment(order);
  }

  async erase(order: Order, entry: RecordErasure): Promise<void> {
    const { orders, erasures } = this.#tables;
    const writeId = newWriteId();
    const saved = toOrderItem({ ...order, revision: order.revision + 1 });
    const put = { TableName: orders, Item: { ...saved, writeId }, ...over(order.revision) };
    const items = [putEntry(erasures, entry, writeId), { Put: put }];
    const refused = await asking(`take the owner off order ${order.orderId}`, () =>
      retryContended(() => transact(this.#client, { items, writeId })),
    );
    if (refused.length > 0) throw staleOrder(order);
  }

  /** The payment first: after a crash in between, it leads to its order all the same. */
  async hold(order: Order, paymentId: string): Promise<Order> {
    const { orderId } = order;
    await noteHeldBy(this.#client, this.#tables.orders, { orderId, paymentId });
    return this.save(order);
  }

  orderOfPayment(paymentId: string): Promise<string | undefined> {
    return findOrderOfPayment(this.#client, this.#tables.orders, paymentId);
  }

  async replaceFile(order: Order, file: OrderFile): Promise<void> {
    const writeId = newWriteId();
    const put = {
      Item: { ...toOrderItem({ ...order, revision: order.revision + 1 }), writeId },
      ...over(order.revision),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    };
    const entry = toFileItem({ ...file, revision: file.revision + 1 });
    const items = [put, { Item: entry, ...over(file.revision) }].map((write) => ({
      Put: { TableName: this.#tables.orders, ...write },
    }));
    const [refused] = await asking(`replace ${file.role} of order ${order.orderId}`, () =>
      retryContended(() => transact(this.#client, { items, writeId })),
    );
    if (refused !== undefined) throw refused === 0 ? staleOrder(order) : staleFile(file);
  }

  async saveFile(file: OrderFile): Promise<OrderFile> {
    const saved = { ...file, revision: file.revision + 1 };
    const put = { TableName: this.#tables.orders, Item: toFileItem(saved), ...over(file.revision) };
    const written = await asking(`save ${file.role} of order ${file.orderId}`, () =>
      putIf(this.#client, put),
    );
    if (!written) throw staleFile(file);
    return saved;
  }

  async commit(order: Order, locations: readonly PermanentLocation[]): Promise<Order> {
    const { orders, uploads } = this.#tables;
    if (uploads === undefined) throw new Error('DynamoOrders was made without the uploads.');
    const saved = { ...order, revision: order.revision + 1 };
    const writeId = newWriteId();
    const put = {
      TableName: orders,
      Item: { ...toOrderItem(saved), writeId },
      ...over(order.revision),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    };
    const updates = locations.map((location) => repoint(uploads, location, order.updatedAt));
    const items = [{ Put: put }, ...updates];
    const [refused] = await asking(`commit order ${order.orderId}`, () =>
      transact(this.#client, { items, writeId }),
    );
    if (refused === undefined) return saved;
    throw refused === 0 ? staleOrder(order) : missing(locations[refused - 1]);
  }

  async *needingAttention(before: Date): AsyncGenerator<string> {
    const range = { table: this.#tables.orders, values: openValues, before: before.toISOString() };
    try {
      for await (const { orderId } of readAttention(this.#client, range))
        yield requiredId(orderId, 'orderId');
    } catch (error) {
      throw translated('list orders that need attention', error);
    }
  }

  async *listOwned(ownerId: string): AsyncGenerator<string> {
    const range = {
      table: this.#tables.orders,
      index: orderOwnerIndex,
      hashKeys: [ownerId],
      backward: true,
      pageSize: 100,
    };
    try {
      for await (const { orderId } of readPositions(this.#client, range))
        yield requiredId(orderId, 'orderId');
    } catch (error) {
      throw translated('list an owner’s orders', error);
    }
  }

  #payOnce(order: Order & { payment: PaymentRecord }, revision: number): Promise<number[]> {
    const writeId = newWriteId();
    const put = {
      Item: { ...toOrderItem(order), writeId },
      ...over(revision),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    };
    const claim = { Item: toPaymentItem(order), ...isUnpaidBy(order.orderId) };
    const items = [put, claim].map((write) => ({
      Put: { TableName: this.#tables.orders, ...write },
    }));
    return transact(this.#client, { items, writeId });
  }

  async #readPartition(orderId: string): Promise<Record<string, unknown>[]> {
    const query = {
      TableName: this.#tables.orders,
      KeyConditionExpression: 'orderId = :orderId',
      ExpressionAttributeValues: { ':orderId': orderId },
      ConsistentRead: true,
    };
    const items: Record<string, unknown>[] = [];
    for await (const { Items = [] } of paginateQuery({ client: this.#client }, query))
      items.push(...Items);
    return items;
  }
}

const over = (revision: number) => ({
  ConditionExpression: 'revision = :revision',
  ExpressionAttributeValues: { ':revision': revision },
});

const staleOrder = ({ orderId, revision }: Order) =>
  new StaleRecord(`Order ${orderId} changed since revision ${revision} was read. Read it again.`, {
    context: { orderId, revision },
  });

const usedPayment = ({ orderId, payment: { paymentId } }: Order & { payment: PaymentRecord }) =>
  new AlreadyExists(`Payment ${paymentId} has paid another order than ${orderId}.`, {
    context: { orderId, paymentId },
  });

const staleFile = ({ orderId, role, revision }: OrderFile) =>
  new StaleRecord(
    `File ${role} of order ${orderId} changed since revision ${revision} was read. Read it again.`,
    {
      context: { orderId, role, revision },
    },
  );

const missing = (location?: PermanentLocation) =>
  new SourceMissing(
    `Upload ${location?.uploadId} is gone or was quarantined; nothing was committed.`,
    {
      context: { uploadId: location?.uploadId },
    },
  );
