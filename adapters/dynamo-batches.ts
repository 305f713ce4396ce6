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
  recordItem,
  recordKey,
  stateKey,
  toBatch,
  toCounts,
  toRecord,
} from './dynamo-batch-items.ts';
import { newWriteId, putIf } from './dynamo-conditional-put.ts';
import { transact } from './dynamo-transaction.ts';

/** A transaction holds 100 items and 4 MB: the counters and these records. */
const recordsPerWrite = 50;

type Query = { KeyConditionExpression: string } & Partial<ConstructorParameters<typeof QueryCommand>[0]>;

type Move = { lease: Lease; before: ReadonlyMap<string, BatchRecord>; after: readonly BatchRecord[] };

/**
 * Batches in a DynamoDB table keyed by `batchId` and `item`. Counters move in the same transaction as their records, and only under
 * the lease's fence, so they are exact. One batch's records are written by one runner: its counters are one item.
 */
export class DynamoBatches implements Batches {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #clock: Clock;

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
    return (
      (await this.#renew(batchId, holder, seconds)) ?? (await this.#take(batchId, holder, seconds)) ?? this.#renew(batchId, holder, seconds)
    );
  }

  async release(batchId: string, { holder, fence }: Lease): Promise<void> {
    const change = { UpdateExpression: 'REMOVE holder, expiresAt', ConditionExpression: 'holder = :holder AND fence = :fence' };
    await this.#changeState(batchId, { ...change, ExpressionAttributeValues: { ':holder': holder, ':fence': fence } });
  }

  async add(batchId: string, records: readonly BatchRecord[], lease: Lease): Promise<BatchRecord[]> {
    const before = await this.#stored(batchId, records);
    const added = records.filter(({ recordId }) => !before.has(recordId));
    await this.#write(batchId, { lease, before, after: added });
    return added;
  }

  async update(batchId: string, records: readonly BatchRecord[], lease: Lease): Promise<void> {
    await this.#write(batchId, { lease, before: await this.#stored(batchId, records), after: records });
  }

  async record(batchId: string, recordId: string): Promise<BatchRecord | undefined> {
    const keys = [recordKey(batchId, recordId)];
    const [item] = await asking(`find a record of ${batchId}`, () => batchGet(this.#client, { table: this.#table, keys }));
    return item === undefined ? undefined : toRecord(item);
  }

  async *records(batchId: string, status?: RecordStatus): AsyncGenerator<BatchRecord> {
    const filter = { FilterExpression: '#status = :status', ExpressionAttributeNames: { '#status': 'status' } };
    const query = {
      ConsistentRead: true,
      KeyConditionExpression: 'batchId = :batchId AND begins_with(#item, :records)',
      ...(status && filter),
      ExpressionAttributeNames: { '#item': 'item', ...(status && filter.ExpressionAttributeNames) },
      ExpressionAttributeValues: { ':batchId': batchId, ':records': items.recordPrefix, ...(status && { ':status': status }) },
    };
    for await (const item of this.#query(`list records of ${batchId}`, query)) yield toRecord(item);
  }

  async counts(batchId: string): Promise<BatchCounts> {
    const found = await asking(`count ${batchId}`, () => batchGet(this.#client, { table: this.#table, keys: [stateKey(batchId)] }));
    return toCounts(found[0] as Record<string, unknown> | undefined);
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

  async #stored(batchId: string, records: readonly BatchRecord[]): Promise<Map<string, BatchRecord>> {
    const keys = records.map(({ recordId }) => recordKey(batchId, recordId));
    const found = await asking(`read records of ${batchId}`, () => batchGet(this.#client, { table: this.#table, keys }));
    return new Map(found.map(toRecord).map((record) => [record.recordId, record]));
  }

  async #write(batchId: string, { lease, before, after }: Move): Promise<void> {
    for (let start = 0; start < after.length; start += recordsPerWrite) {
      await this.#writeGroup(batchId, { lease, before, after: after.slice(start, start + recordsPerWrite) });
    }
  }

  /** Only the holder writes records, so what was read before still stands if the fence does. */
  async #writeGroup(batchId: string, { lease, before, after }: Move): Promise<void> {
    const writeId = newWriteId();
    const delta = noCounts();
    for (const record of after) {
      const old = before.get(record.recordId);
      if (old) count(delta, old, -1);
      count(delta, record);
    }
    const puts = after.map((record) => ({ Put: { TableName: this.#table, Item: recordItem(record) } }));
    const transaction = { items: [{ Update: moveCounters(this.#table, batchId, { lease, delta, writeId }) }, ...puts], writeId };
    const refused = await asking(`write ${after.length} records of ${batchId}`, () => transact(this.#client, transaction));
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
