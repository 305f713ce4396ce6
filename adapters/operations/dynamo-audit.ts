import { type DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import {
  type ActEnd,
  type AuditEntry,
  type AuditQuery,
  auditEntrySchema,
  auditPosition,
  isWantedEntry,
} from '../../core/operations/model/audit-entry.ts';
import type { Audit } from '../../core/operations/ports.ts';
import type { Stretch } from '../../core/shared/model/stretch.ts';
import { auditIndexes, auditList } from '../../core/table-indexes.ts';
import { asking } from '../aws/aws-errors.ts';
import { batchGet } from '../dynamo/batch-get.ts';
import { epochSeconds } from '../dynamo/epoch-seconds.ts';
import { readPositions } from '../dynamo/positions.ts';
import { unlessConditionFailed } from '../dynamo/unless-condition-failed.ts';

type Place = { entryId: string; position: string };

/** The index that answers a query with the fewest entries, and its hash key. */
const rangeOf = ({ actor, subject }: AuditQuery) => {
  if (subject !== undefined) return { index: auditIndexes.subject, hashKeys: [subject] };
  if (actor !== undefined) return { index: auditIndexes.actor, hashKeys: [actor] };
  return { index: auditIndexes.time, hashKeys: [auditList] };
};

/**
 * Acts in a DynamoDB table keyed by `entryId`. Every condition refuses to write over an entry that
 * is there, or over its end. TTL removes entries after `keptDays`.
 */
export class DynamoAudit implements Audit {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #keptDays: number;

  constructor(client: DynamoDBDocumentClient, table: string, keptDays: number) {
    this.#client = client;
    this.#table = table;
    this.#keptDays = keptDays;
  }

  async begin(entry: AuditEntry): Promise<void> {
    const command = new PutCommand({
      TableName: this.#table,
      Item: {
        ...entry,
        list: auditList,
        position: auditPosition(entry),
        ttl: epochSeconds(entry.at, this.#keptDays),
      },
      ConditionExpression: 'attribute_not_exists(entryId)',
    });
    await asking('put an act on record', () =>
      this.#client.send(command).catch(unlessConditionFailed),
    );
  }

  async finish(entryId: string, end: ActEnd): Promise<void> {
    const fields = Object.entries(end).filter(([, value]) => value !== undefined);
    const command = new UpdateCommand({
      TableName: this.#table,
      Key: { entryId },
      UpdateExpression: `SET ${fields.map((_, index) => `#f${index} = :v${index}`).join(', ')}`,
      ConditionExpression: '#outcome = :pending',
      ExpressionAttributeNames: {
        '#outcome': 'outcome',
        ...Object.fromEntries(fields.map(([name], index) => [`#f${index}`, name])),
      },
      ExpressionAttributeValues: {
        ':pending': 'pending',
        ...Object.fromEntries(fields.map(([, value], index) => [`:v${index}`, value])),
      },
    });
    await asking('put the end of an act on record', () =>
      this.#client.send(command).catch(unlessConditionFailed),
    );
  }

  async list(
    query: AuditQuery,
    { limit, after }: Stretch,
  ): Promise<{ entries: AuditEntry[]; next?: string }> {
    const places = await asking('list acts', () => this.#places(query, after, limit + 1));
    const wanted = places.slice(0, limit);
    const items = await asking('read acts', () =>
      batchGet(this.#client, {
        table: this.#table,
        keys: wanted.map(({ entryId }) => ({ entryId })),
      }),
    );
    const entries = items
      .map((item) => auditEntrySchema.parse(item))
      .filter((entry) => isWantedEntry(entry, query))
      .sort((a, b) => (auditPosition(a) > auditPosition(b) ? -1 : 1));
    const last = wanted.at(-1);
    return { entries, ...(places.length > limit && last && { next: last.position }) };
  }

  async #places(query: AuditQuery, after: string | undefined, count: number): Promise<Place[]> {
    const range = {
      table: this.#table,
      ...rangeOf(query),
      low: query.from,
      high: after ?? query.to,
      backward: true,
      pageSize: count,
    };
    const places: Place[] = [];
    for await (const { entryId = '', position = '' } of readPositions(this.#client, range))
      if (places.push({ entryId, position }) === count) break;
    return places;
  }
}
