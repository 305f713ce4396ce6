import { type DynamoDBDocumentClient, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Batches } from '../core/bulk-ports.ts';
import { batchesIndex } from '../core/contract.ts';
import { AlreadyExists, AttemptSuperseded, StaleRecord } from '../core/errors.ts';
import type { Batch, BatchCounts, BatchRecord, Lease, RecordStatus } from '../core/model/batch.ts';
import { count, noCounts } from '../core/model/batch-counts.ts';
import type { Clock } from '../core/ports.ts';
import { asking, awsError } from './aws-errors.ts';
import { batchGet } from './dynamo-batch-get.ts';
import {
  batchItem,
  batchKey,
  items,
  moveCounters,
  partitionOf,
  partitionsOf,
  recordItem,
  recordKey,
  type Sharded,
  stateKey,
  toBatch,
  toCounts,
  toRecord,
} from './dynamo-batch-items.ts';
import { newWriteId, putIf } from './dynamo-conditional-put.ts';
import { contended } from './dynamo-contended.ts';
import { transact } from './dynamo-transaction.ts';

/** A transaction holds 100 items and 4 MB: the counters and these records. */
const recordsPerWrite = 50;

type Query = { KeyConditionExpression: string } & Partial<ConstructorParameters<typeof QueryCommand>[0]>;

type Move = { batch: Sharded; lease: Lease; before: ReadonlyMap<string, BatchRecord>; after: readonly BatchRecord[] };

/**
 * Batches in a DynamoDB table keyed by `batchId` and `item`. Counters move in the same transaction as their records, and only under
 * the lease's fence, so they are exact. A batch that many write to at once is spread over partitions, each with counters and a copy of
 * the fence of its own.
 */
export class DynamoBatches implements Batches {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #clock: Clock;
  readonly #known = new Map<string, Sharded>();

  constructor(client: DynamoDBDocumentClient, table: string, clock: Clock) {
    this.#client = client;
    this.#table = table;
    this.#clock = clock;
  }

  async create(batch: Batch): Promise<void> {
    const put = { TableName: this.#table, Item: batchItem(batch), ConditionExpression: 'attribute_not_exists(batchId)' };
    if (await asking(`create batch ${batch.batchId}`, () => putIf(this.#client, put))) return;
    throw new AlreadyExists(`Batch ${batch.batchId} exists already.`, { context: { batchId: batch.batchId } });
  }

  async find(batchId: string): Promise<Batch | undefined> {
    const keys = [batchKey(batchId), stateKey(batchId)];
    const found = await asking(`find batch ${batchId}`, () => batchGet(this.#client, { table: this.#table, keys }));
    const [batch, state] = [items.batch, items.state].map((item) => found.find((one) => (one as { item: string }).item === item));
    return batch === undefined ? undefined : toBatch(batch, state as Record<string, never>);
  }

  async *list(): AsyncGenerator<Batch> {
    const query = {
      IndexName: batchesIndex.name,
      KeyConditionExpression: 'kind = :kind',
      ExpressionAttributeValues: { ':kind': 'batch' },
      ScanIndexForward: false,
    };
    for await (const { batchId } of this.#query('list batches', query)) {
      const batch = await this.find(String(batchId));
      if (batch) yield batch;
    }
  }

  async save(batch: Batch): Promise<Batch> {
    const next = { ...batch, revision: batch.revision + 1 };
    const put = {
      TableName: this.#table,
      Item: batchItem(next),
      ConditionExpression: 'revision = :revision',
      ExpressionAttributeValues: { ':revision': batch.revision },
    };
    if (await asking(`save batch ${batch.batchId}`, () => putIf(this.#client, put))) return next;
    throw new StaleRecord(`Batch ${batch.batchId} changed meanwhile. Read it again.`, { context: { batchId: batch.batchId } });
  }

  async lease(batchId: string, holder: string, seconds: number): Promise<Lease | undefined> {
    if (!(await this.find(batchId))) return undefined;
    // Renewed last as well: when the answer to the taking is lost, the repeated one finds the batch taken, by us.
    const lease =
      (await this.#renew(batchId, holder, seconds)) ??
      (await this.#take(batchId, holder, seconds)) ??
      (await this.#renew(batchId, holder, seconds));
    if (lease) await this.#spread(batchId, lease);
    return lease;
  }

  async release(batchId: string, { holder, fence }: Lease): Promise<void> {
    const change = {
      UpdateExpression: 'REMOVE holder, expiresAt',
      ConditionExpression: 'holder = :holder AND fence = :fence',
      ExpressionAttributeValues: { ':holder': holder, ':fence': fence },
    };
    const partitions = partitionsOf(await this.#sharded(batchId)).filter((partition) => partition !== batchId);
    await Promise.all(partitions.map((partition) => this.#changeState(partition, change)));
    await this.#changeState(batchId, change);
  }

  async add(batchId: string, records: readonly BatchRecord[], lease: Lease): Promise<BatchRecord[]> {
    const batch = await this.#sharded(batchId);
    const before = await this.#stored(batch, idsOf(records));
    const added = records.filter(({ recordId }) => !before.has(recordId));
    await this.#write({ batch, lease, before, after: added });
    return added;
  }

  async update(batchId: string, records: readonly BatchRecord[], lease: Lease): Promise<void> {
    const batch = await this.#sharded(batchId);
    await this.#write({ batch, lease, before: await this.#stored(batch, idsOf(records)), after: records });
  }

  async record(batchId: string, recordId: string): Promise<BatchRecord | undefined> {
    const keys = [recordKey(await this.#sharded(batchId), recordId)];
    const [item] = await asking(`find a record of ${batchId}`, () => batchGet(this.#client, { table: this.#table, keys }));
    return item === undefined ? undefined : toRecord(item);
  }

  async recordsOf(batchId: string, recordIds: readonly string[]): Promise<BatchRecord[]> {
    return [...(await this.#stored(await this.#sharded(batchId), recordIds)).values()];
  }

  async *records(batchId: string, status?: RecordStatus, after?: string): AsyncGenerator<BatchRecord> {
    const batch = await this.#sharded(batchId);
    const partitions = partitionsOf(batch);
    const begin = after === undefined ? 0 : partitions.indexOf(partitionOf(batch, after));
    for (const [index, partition] of partitions.slice(begin).entries()) {
      yield* this.#partition(partition, { status, after: index === 0 ? after : undefined });
    }
  }

  async counts(batchId: string): Promise<BatchCounts> {
    const keys = partitionsOf(await this.#sharded(batchId)).map(stateKey);
    const found = await asking(`count ${batchId}`, () => batchGet(this.#client, { table: this.#table, keys }));
    return toCounts(found as Record<string, unknown>[]);
  }

  /** How a batch is spread never changes; it is read once. */
  async #sharded(batchId: string): Promise<Sharded> {
    const known = this.#known.get(batchId) ?? (await this.find(batchId)) ?? { batchId, shards: 1 };
    this.#known.set(batchId, { batchId, shards: known.shards });
    return known;
  }

  /** Gives every partition the lease's fence, before its holder writes: from then on an older holder is refused there too. */
  async #spread(batchId: string, { holder, fence }: Lease): Promise<void> {
    const partitions = partitionsOf(await this.#sharded(batchId)).filter((partition) => partition !== batchId);
    const change = {
      UpdateExpression: 'SET holder = :holder, fence = :fence',
      ConditionExpression: 'attribute_not_exists(fence) OR fence <= :fence',
      ExpressionAttributeValues: { ':holder': holder, ':fence': fence },
    };
    await Promise.all(partitions.map((partition) => this.#changeState(partition, change)));
  }

  async *#partition(partition: string, { status, after = '' }: { status?: RecordStatus | undefined; after?: string | undefined }) {
    const filter = { FilterExpression: '#status = :status', ExpressionAttributeNames: { '#status': 'status' } };
    const query = {
      ConsistentRead: true,
      // `$` is the character after `#`: everything that begins with the prefix, and nothing else.
      KeyConditionExpression: 'batchId = :batchId AND #item BETWEEN :from AND :to',
      ...(status && filter),
      ExpressionAttributeNames: { '#item': 'item', ...(status && filter.ExpressionAttributeNames) },
      ExpressionAttributeValues: {
        ':batchId': partition,
        ':from': `${items.recordPrefix}${after}`,
        ':to': items.afterRecords,
        ...(status && { ':status': status }),
      },
    };
    for await (const item of this.#query(`list records of ${partition}`, query)) {
      const record = toRecord(item);
      if (record.recordId !== after) yield record;
    }
  }

  async #renew(batchId: string, holder: string, seconds: number): Promise<Lease | undefined> {
    return this.#changeState(batchId, {
      UpdateExpression: 'SET expiresAt = :expiresAt',
      ConditionExpression: 'holder = :holder',
      ExpressionAttributeValues: { ':holder': holder, ':expiresAt': this.#in(seconds) },
    });
  }

  async #take(batchId: string, holder: string, seconds: number): Promise<Lease | undefined> {
    return this.#changeState(batchId, {
      UpdateExpression: 'SET holder = :holder, expiresAt = :expiresAt ADD fence :one',
      ConditionExpression: 'attribute_not_exists(holder) OR expiresAt <= :now',
      ExpressionAttributeValues: { ':holder': holder, ':expiresAt': this.#in(seconds), ':now': this.#in(0), ':one': 1 },
    });
  }

  #in(seconds: number): string {
    return new Date(this.#clock.now().getTime() + seconds * 1000).toISOString();
  }

  async #changeState(batchId: string, change: Record<string, unknown>): Promise<Lease | undefined> {
    const update = { TableName: this.#table, Key: stateKey(batchId), ReturnValues: 'ALL_NEW', ...change } as const;
    const send = () => this.#client.send(new UpdateCommand(update)).catch(unlessRefused);
    const state = (await asking(`change the lease of ${batchId}`, send))?.Attributes;
    return state && ({ holder: state.holder, fence: state.fence, expiresAt: state.expiresAt } as Lease);
  }

  async #stored(batch: Sharded, recordIds: readonly string[]): Promise<Map<string, BatchRecord>> {
    const keys = recordIds.map((recordId) => recordKey(batch, recordId));
    const found = await asking(`read records of ${batch.batchId}`, () => batchGet(this.#client, { table: this.#table, keys }));
    return new Map(found.map(toRecord).map((record) => [record.recordId, record]));
  }

  async #write(move: Move): Promise<void> {
    const groups = Map.groupBy(move.after, ({ recordId }) => partitionOf(move.batch, recordId));
    await Promise.all([...groups].map(([partition, after]) => this.#writePartition(partition, { ...move, after })));
  }

  async #writePartition(partition: string, move: Move): Promise<void> {
    for (let start = 0; start < move.after.length; start += recordsPerWrite) {
      await this.#writeGroup(partition, { ...move, after: move.after.slice(start, start + recordsPerWrite) });
    }
  }

  /** Only the holder writes records, so what was read before still stands if the fence does. */
  async #writeGroup(partition: string, { batch, lease, before, after }: Move): Promise<void> {
    const { batchId } = batch;
    const writeId = newWriteId();
    const delta = noCounts();
    for (const record of after) {
      const old = before.get(record.recordId);
      if (old) count(delta, old, -1);
      count(delta, record);
    }
    const puts = after.map((record) => ({ Put: { TableName: this.#table, Item: recordItem(batch, record) } }));
    const transaction = { items: [{ Update: moveCounters(this.#table, partition, { lease, delta, writeId }) }, ...puts], writeId };
    const refused = await asking(`write ${after.length} records of ${batchId}`, () => contended(() => transact(this.#client, transaction)));
    if (refused.length > 0) throw new AttemptSuperseded(`Somebody else holds batch ${batchId} by now.`, { context: { batchId } });
  }

  async *#query(doing: string, query: Query): AsyncGenerator<Record<string, unknown>> {
    for (let ExclusiveStartKey: Record<string, unknown> | undefined; ; ) {
      const command = new QueryCommand({ TableName: this.#table, ...query, ExclusiveStartKey });
      const { Items = [], LastEvaluatedKey } = await asking(doing, () => this.#client.send(command));
      yield* Items;
      if (!LastEvaluatedKey) return;
      ExclusiveStartKey = LastEvaluatedKey;
    }
  }
}

const unlessRefused = (error: unknown): undefined => {
  if (awsError(error).name !== 'ConditionalCheckFailedException') throw error;
};

const idsOf = (records: readonly BatchRecord[]): string[] => records.map(({ recordId }) => recordId);
