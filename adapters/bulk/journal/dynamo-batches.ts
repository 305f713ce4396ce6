import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type {
  Batch,
  BatchCounts,
  BatchRecord,
  Lease,
  RecordStatus,
} from '../../../core/bulk/model/batch.ts';
import type { IdRange, RecordsPart } from '../../../core/bulk/model/verification.ts';
import type { Batches } from '../../../core/bulk/ports.ts';
import { AlreadyExists, StaleRecord } from '../../../core/errors.ts';
import { inGroups } from '../../../core/shared/in-groups.ts';
import type { UnreadableRecord } from '../../../core/shared/model/unreadable-record.ts';
import type { Clock } from '../../../core/shared/ports.ts';
import { complete, readEach } from '../../../core/shared/unreadable.ts';
import { batchesIndex } from '../../../core/table-indexes.ts';
import { asking } from '../../aws/aws-errors.ts';
import { batchGet } from '../../dynamo/batch-get.ts';
import { putIf } from '../../dynamo/conditional-put.ts';
import {
  batchItem,
  batchKey,
  items,
  partitionOf,
  partitionsOf,
  recordKey,
  type Sharded,
  stateKey,
  toBatch,
  toCounts,
  toRecord,
} from './dynamo-batch-items.ts';
import { DynamoBatchLeases } from './dynamo-batch-leases.ts';
import { DynamoBatchWrites, idsOf } from './dynamo-batch-writes.ts';

/** A list of 100 batches would wait for as many answers, one after the other. */
const readAtOnce = 20;

type Query = { KeyConditionExpression: string } & Partial<
  ConstructorParameters<typeof QueryCommand>[0]
>;

/**
 * Batches in a DynamoDB table keyed by `batchId` and `item`. Counters move in the same transaction
 * as their records, and only under the lease's fence, so they are exact. A batch that many write to
 * at once is spread over partitions, each with counters and a copy of the fence of its own.
 */
export class DynamoBatches implements Batches {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #leases: DynamoBatchLeases;
  readonly #writes: DynamoBatchWrites;
  readonly #known = new Map<string, Sharded>();

  constructor(client: DynamoDBDocumentClient, table: string, clock: Clock) {
    this.#client = client;
    this.#table = table;
    this.#writes = new DynamoBatchWrites(client, table);
    this.#leases = new DynamoBatchLeases(client, table, clock);
  }

  async create(batch: Batch): Promise<void> {
    const put = {
      TableName: this.#table,
      Item: batchItem(batch),
      ConditionExpression: 'attribute_not_exists(batchId)',
    };
    if (await asking(`create batch ${batch.batchId}`, () => putIf(this.#client, put))) return;
    throw new AlreadyExists(`Batch ${batch.batchId} exists already.`, {
      context: { batchId: batch.batchId },
    });
  }

  async find(batchId: string): Promise<Batch | undefined> {
    const keys = [batchKey(batchId), stateKey(batchId)];
    const found = await asking(`find batch ${batchId}`, () =>
      batchGet(this.#client, { table: this.#table, keys }),
    );
    const [batch, state] = [items.batch, items.state].map((item) =>
      found.find((one) => (one as { item: string }).item === item),
    );
    return batch === undefined ? undefined : toBatch(batch, state as Record<string, never>);
  }

  async *list(): AsyncGenerator<Batch> {
    const query = {
      IndexName: batchesIndex.name,
      KeyConditionExpression: 'kind = :kind',
      ExpressionAttributeValues: { ':kind': 'batch' },
      ScanIndexForward: false,
    };
    const lost: UnreadableRecord[] = [];
    for await (const listed of inGroups(this.#query('list batches', query), readAtOnce)) {
      const ids = listed.map(({ batchId }) => String(batchId));
      const { answer, unreadable } = await readEach(ids, (id) => this.find(id));
      for (const batch of answer) if (batch) yield batch;
      lost.push(...unreadable);
    }
    complete(undefined, lost);
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
    throw new StaleRecord(`Batch ${batch.batchId} changed meanwhile. Read it again.`, {
      context: { batchId: batch.batchId },
    });
  }

  async lease(batchId: string, holder: string, seconds: number): Promise<Lease | undefined> {
    return (
      (await this.find(batchId)) &&
      this.#leases.take(await this.#findShards(batchId), holder, seconds)
    );
  }

  async release(batchId: string, lease: Lease): Promise<void> {
    await this.#leases.release(await this.#findShards(batchId), lease);
  }

  async add(
    batchId: string,
    records: readonly BatchRecord[],
    lease: Lease,
  ): Promise<BatchRecord[]> {
    const batch = await this.#findShards(batchId);
    const before = await this.#writes.findStored(batch, idsOf(records));
    const added = records.filter(({ recordId }) => !before.has(recordId));
    await this.#writes.write({ batch, lease, before, after: added });
    return added;
  }

  addUnchanged(
    batchId: string,
    { records }: { records: readonly BatchRecord[] },
    lease: Lease,
  ): Promise<BatchRecord[]> {
    return this.add(batchId, records, lease);
  }

  async update(batchId: string, records: readonly BatchRecord[], lease: Lease): Promise<void> {
    const batch = await this.#findShards(batchId);
    await this.#writes.write({
      batch,
      lease,
      before: await this.#writes.findStored(batch, idsOf(records)),
      after: records,
    });
  }

  async record(batchId: string, recordId: string): Promise<BatchRecord | undefined> {
    const keys = [recordKey(await this.#findShards(batchId), recordId)];
    const [item] = await asking(`find a record of ${batchId}`, () =>
      batchGet(this.#client, { table: this.#table, keys }),
    );
    return item === undefined ? undefined : toRecord(item);
  }

  async recordsOf(batchId: string, recordIds: readonly string[]): Promise<BatchRecord[]> {
    return [
      ...(await this.#writes.findStored(await this.#findShards(batchId), recordIds)).values(),
    ];
  }

  recordsLike(batchId: string, records: readonly BatchRecord[]): Promise<BatchRecord[]> {
    return this.recordsOf(batchId, idsOf(records));
  }

  async *records(
    batchId: string,
    status?: RecordStatus,
    { after, ...ids }: RecordsPart = {},
  ): AsyncGenerator<BatchRecord> {
    const batch = await this.#findShards(batchId);
    const partitions = partitionsOf(batch);
    const begin = after === undefined ? 0 : partitions.indexOf(partitionOf(batch, after));
    for (const [index, partition] of partitions.slice(begin).entries()) {
      const above = index === 0 && after !== undefined ? after : ids.above;
      yield* this.#partition(partition, { status, ids: { ...ids, above } });
    }
  }

  async counts(batchId: string): Promise<BatchCounts> {
    const keys = partitionsOf(await this.#findShards(batchId)).map(stateKey);
    const found = await asking(`count ${batchId}`, () =>
      batchGet(this.#client, { table: this.#table, keys }),
    );
    return toCounts(found as Record<string, unknown>[]);
  }

  /** The number of a batch's partitions never changes, so it is read once. */
  async #findShards(batchId: string): Promise<Sharded> {
    const known = this.#known.get(batchId) ?? (await this.find(batchId)) ?? { batchId, shards: 1 };
    this.#known.set(batchId, { batchId, shards: known.shards });
    return known;
  }

  async *#partition(
    partition: string,
    { status, ids: { above = '', upTo } }: { status?: RecordStatus | undefined; ids: IdRange },
  ) {
    const filter = {
      FilterExpression: '#status = :status',
      ExpressionAttributeNames: { '#status': 'status' },
    };
    const query = {
      ConsistentRead: true,
      // `$` is the character after `#`: everything that begins with the prefix, and nothing else.
      KeyConditionExpression: 'batchId = :batchId AND #item BETWEEN :low AND :high',
      ...(status && filter),
      ExpressionAttributeNames: { '#item': 'item', ...(status && filter.ExpressionAttributeNames) },
      ExpressionAttributeValues: {
        ':batchId': partition,
        ':low': `${items.recordPrefix}${above}`,
        ':high': upTo === undefined ? items.afterRecords : `${items.recordPrefix}${upTo}`,
        ...(status && { ':status': status }),
      },
    };
    for await (const item of this.#query(`list records of ${partition}`, query)) {
      const record = toRecord(item);
      if (record.recordId !== above) yield record;
    }
  }

  async *#query(doing: string, query: Query): AsyncGenerator<Record<string, unknown>> {
    for (let ExclusiveStartKey: Record<string, unknown> | undefined; ; ) {
      const command = new QueryCommand({ TableName: this.#table, ...query, ExclusiveStartKey });
      const { Items = [], LastEvaluatedKey } = await asking(doing, () =>
        this.#client.send(command),
      );
      yield* Items;
      if (!LastEvaluatedKey) return;
      ExclusiveStartKey = LastEvaluatedKey;
    }
  }
}
