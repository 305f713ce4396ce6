import { createHash } from 'node:crypto';
import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { StaleRecord } from '../../core/errors.ts';
import {
  type Counted,
  type CounterDelta,
  countedSchema,
  type Tally,
} from '../../core/retention/model/upload-count.ts';
import type { CountMark, Stats, StatsReading } from '../../core/retention/ports.ts';
import type { Clock } from '../../core/shared/ports.ts';
import { asking } from '../aws/aws-errors.ts';
import { batchGet } from '../dynamo/batch-get.ts';
import { newWriteId } from '../dynamo/conditional-put.ts';
import { addToCounter } from '../dynamo/dynamo-counters.ts';
import { retryContended } from '../dynamo/retry-contended.ts';
import { readAllStored, type StoredKind } from '../dynamo/stored-records.ts';
import { transact } from '../dynamo/transaction.ts';

/** `count` alone needs the quotas. */
type Tables = { stats: string; quotas?: string | undefined };

/** One item per counter would be where all transactions meet; readers add the shards up. */
const shards = 4;

/**
 * A stream tells the same thing for a day, a dead-letter queue keeps it for 14: the mark of a
 * removed upload outlives both.
 */
const secondsKeptAfterRemoval = 30 * 86_400;

const dayPrefix = 'day#';

const storedMark: StoredKind<Counted> = {
  kind: 'count',
  idOf: ({ scope }) => String(scope).slice('counted#'.length),
  parse: (item) => countedSchema.parse(item),
};

type CounterItem = Tally & { counter: string };

/** Counters in DynamoDB (`scope` + `counter`), and what each upload last counted as. */
export class DynamoStats implements Stats {
  readonly #client: DynamoDBDocumentClient;
  readonly #tables: Tables;
  readonly #clock: Clock;

  constructor(client: DynamoDBDocumentClient, tables: Tables, clock: Clock) {
    this.#client = client;
    this.#tables = tables;
    this.#clock = clock;
  }

  async countedMany(uploadIds: readonly string[]): Promise<Counted[]> {
    const keys = [...new Set(uploadIds)].map(markKey);
    const items = await asking('read what uploads were counted as', () =>
      batchGet(this.#client, { table: this.#tables.stats, keys }),
    );
    return readAllStored(storedMark, items);
  }

  async count({ marks, counters, holders }: Parameters<Stats['count']>[0]): Promise<void> {
    const { quotas } = this.#tables;
    if (quotas === undefined) throw new Error('DynamoStats was made without the quotas.');
    const [first] = marks;
    if (!first) return;
    const writeId = newWriteId();
    const shard = shardOf(first.mark.uploadId);
    const items = [
      ...marks.map((mark) => this.#put(mark, writeId)),
      ...counters.map((delta) => this.#move(delta, shard)),
      ...holders.map((delta) =>
        addToCounter({ table: quotas, key: { counter: delta.name } }, delta),
      ),
    ];
    const refused = await asking('count uploads', () =>
      retryContended(() => transact(this.#client, { items, writeId })),
    );
    if (refused.length > 0)
      throw new StaleRecord('An upload was counted by somebody else meanwhile.', {
        context: { refused },
      });
  }

  async read(sinceDay: string): Promise<StatsReading> {
    const every = Array.from({ length: shards }, (_, shard) => shard);
    const queryAll = (scope: string, from: string) =>
      Promise.all(every.map((shard) => this.#query(`${scope}#${shard}`, from)));
    // Both are awaited together, because a rejected promise that is not awaited ends the process.
    return asking('read the stats', async () => {
      const [totals, days] = await Promise.all([
        queryAll('totals', ' '),
        queryAll('days', sinceDay),
      ]);
      return { totals: added(totals), days: added(days) };
    });
  }

  #put({ mark, over }: CountMark, writeId: string) {
    const ttl = mark.gone
      ? Math.floor(this.#clock.now().getTime() / 1000) + secondsKeptAfterRemoval
      : undefined;
    const item = { ...markKey(mark.uploadId), ...mark, ...(ttl !== undefined && { ttl }), writeId };
    return {
      Put: {
        TableName: this.#tables.stats,
        Item: item,
        ...isReplaced(over),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
      },
    };
  }

  #move(delta: CounterDelta, shard: number) {
    return addToCounter({ table: this.#tables.stats, key: counterKey(delta.name, shard) }, delta);
  }

  async #query(scope: string, from: string): Promise<CounterItem[]> {
    const query = {
      TableName: this.#tables.stats,
      KeyConditionExpression: '#scope = :scope AND #counter >= :first',
      ExpressionAttributeNames: { '#scope': 'scope', '#counter': 'counter' },
      ExpressionAttributeValues: { ':scope': scope, ':first': from },
    };
    const found: CounterItem[] = [];
    for await (const { Items = [] } of paginateQuery({ client: this.#client }, query))
      found.push(...(Items as CounterItem[]));
    return found;
  }
}

const markKey = (uploadId: string): Record<string, string> => ({
  scope: `counted#${uploadId}`,
  counter: 'upload',
});

const shardOf = (uploadId: string): number =>
  createHash('sha256').update(uploadId).digest().readUInt16BE() % shards;

const isReplaced = (over: number | undefined) =>
  over === undefined
    ? {
        ConditionExpression: 'attribute_not_exists(#scope)',
        ExpressionAttributeNames: { '#scope': 'scope' },
      }
    : {
        ConditionExpression: '#revision = :over',
        ExpressionAttributeNames: { '#revision': 'revision' },
        ExpressionAttributeValues: { ':over': over },
      };

/** Days have partitions of their own, so that the totals are read without their history. */
const counterKey = (name: string, shard: number): Record<string, string> =>
  name.startsWith(dayPrefix)
    ? { scope: `days#${shard}`, counter: name.slice(dayPrefix.length) }
    : { scope: `totals#${shard}`, counter: name };

/** The shards of each counter together. */
const added = (shardsOfAll: readonly CounterItem[][]): Record<string, Tally> => {
  const totals: Record<string, Tally> = {};
  for (const { counter, files, bytes } of shardsOfAll.flat()) {
    const total = totals[counter] ?? { files: 0, bytes: 0 };
    totals[counter] = { files: total.files + files, bytes: total.bytes + bytes };
  }
  return totals;
};
