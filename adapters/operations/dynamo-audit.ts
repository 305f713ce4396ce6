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
import { complete } from '../../core/shared/unreadable.ts';
import { auditIndexes, auditList } from '../../core/table-indexes.ts';
import { asking } from '../aws/aws-errors.ts';
import { epochSeconds } from '../dynamo/epoch-seconds.ts';
import { readNewest } from '../dynamo/read-newest.ts';
import { type StoredKind, separated } from '../dynamo/stored-records.ts';
import { unlessConditionFailed } from '../dynamo/unless-condition-failed.ts';

const storedAct: StoredKind<AuditEntry> = {
  kind: 'audit entry',
  idOf: ({ entryId }) => entryId,
  parse: (item) => auditEntrySchema.parse(item),
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
    const range = {
      table: this.#table,
      key: 'entryId',
      ...rangeOf(query),
      low: query.from,
      high: after ?? query.to,
    };
    const { items, ...more } = await asking('list acts', () =>
      readNewest(this.#client, range, limit),
    );
    const { read, unreadable } = separated(storedAct, items);
    const entries = read
      .filter((entry) => isWantedEntry(entry, query))
      .sort((a, b) => (auditPosition(a) > auditPosition(b) ? -1 : 1));
    return complete({ entries, ...more }, unreadable);
  }
}

/** The index that answers a query with the fewest entries, and its hash key. */
const rangeOf = ({ actor, subject }: AuditQuery) => {
  if (subject !== undefined) return { index: auditIndexes.subject, hashKeys: [subject] };
  if (actor !== undefined) return { index: auditIndexes.actor, hashKeys: [actor] };
  return { index: auditIndexes.time, hashKeys: [auditList] };
};
