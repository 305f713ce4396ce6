import {
  type DynamoDBDocumentClient,
  GetCommand,
  paginateQuery,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import {
  type Link,
  type LinkTarget,
  linkIdOf,
  linkSchema,
} from '../../core/delivery/model/link.ts';
import type { Links } from '../../core/delivery/ports.ts';
import { AlreadyExists, InvalidInput, StaleRecord } from '../../core/errors.ts';
import type { RecordErasure } from '../../core/retention/model/erasure.ts';
import type { Stretch } from '../../core/shared/model/stretch.ts';
import { complete } from '../../core/shared/unreadable.ts';
import { linkMakerIndex, orderLinksIndex } from '../../core/table-indexes.ts';
import { asking } from '../aws/aws-errors.ts';
import { batchGet } from '../dynamo/batch-get.ts';
import { newWriteId, putIf } from '../dynamo/conditional-put.ts';
import { epochSeconds } from '../dynamo/epoch-seconds.ts';
import { putEntry } from '../dynamo/ledger-entry.ts';
import { retryContended } from '../dynamo/retry-contended.ts';
import { readStored, type StoredKind, separated } from '../dynamo/stored-records.ts';
import { transact } from '../dynamo/transaction.ts';
import { unlessConditionFailed } from '../dynamo/unless-condition-failed.ts';

const storedLink: StoredKind<Link> = {
  kind: 'link',
  idOf: ({ tokenHash }) => linkIdOf({ tokenHash: String(tokenHash) }),
  parse: (item) => linkSchema.parse(item),
};

/** Days for which support can still explain why a link ended. */
const daysKeptAfterExpiry = 30;

/** Permalinks in DynamoDB, by `tokenHash`. TTL may lag by days: check `expiresAt`. */
export class DynamoLinks implements Links {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #erasures: string | undefined;

  /** `erasures`: the ledger's table, which `erase` alone needs. */
  constructor(client: DynamoDBDocumentClient, table: string, erasures?: string) {
    this.#client = client;
    this.#table = table;
    this.#erasures = erasures;
  }

  async create(link: Link): Promise<void> {
    const put = {
      TableName: this.#table,
      Item: toItem(link),
      ConditionExpression: 'attribute_not_exists(tokenHash)',
    };
    const written = await asking(`create a link to order ${link.orderId}`, () =>
      putIf(this.#client, put),
    );
    if (!written)
      throw new AlreadyExists('A link with that token exists already.', {
        context: { orderId: link.orderId },
      });
  }

  async find(tokenHash: string): Promise<Link | undefined> {
    const command = new GetCommand({
      TableName: this.#table,
      Key: { tokenHash },
      ConsistentRead: true,
    });
    const { Item } = await asking('find a link', () => this.#client.send(command));
    return Item && readStored(storedLink, Item);
  }

  async replace(link: Link, read: LinkTarget): Promise<void> {
    const put = { TableName: this.#table, Item: toItem(link), ...whileItLeadsTo(read) };
    const written = await asking(`change a link to order ${link.orderId}`, () =>
      putIf(this.#client, put),
    );
    if (!written) throw stale(link);
  }

  async erase(link: Link, entry: RecordErasure): Promise<void> {
    const { tokenHash, orderId } = link;
    const writeId = newWriteId();
    const removal = {
      TableName: this.#table,
      Key: { tokenHash },
      ConditionExpression: 'orderId = :orderId',
      ExpressionAttributeValues: { ':orderId': orderId },
    };
    const items = [putEntry(this.#erasures, entry, writeId), { Delete: removal }];
    const refused = await asking(`erase a link to order ${orderId}`, () =>
      retryContended(() => transact(this.#client, { items, writeId })),
    );
    if (refused.length > 0) throw stale(link);
  }

  async ofOrder(orderId: string): Promise<Link[]> {
    const keys = await asking(`list links to order ${orderId}`, () => this.#keysOfOrder(orderId));
    const items = await asking(`read links to order ${orderId}`, () =>
      batchGet(this.#client, { table: this.#table, keys }),
    );
    // The index may still list links that were pointed elsewhere.
    const { read, unreadable } = separated(storedLink, items);
    return complete(
      read.filter((link) => link.orderId === orderId),
      unreadable,
    );
  }

  async ofMaker(
    ownerId: string,
    { limit, after }: Stretch,
  ): Promise<{ links: Link[]; next?: string }> {
    const query = new QueryCommand({
      TableName: this.#table,
      IndexName: linkMakerIndex.name,
      KeyConditionExpression: 'ownerId = :ownerId',
      ExpressionAttributeValues: { ':ownerId': ownerId },
      ScanIndexForward: false,
      Limit: limit,
      ...(after !== undefined && { ExclusiveStartKey: placeOf(ownerId, after) }),
    });
    const { Items = [], LastEvaluatedKey: last } = await asking('list links of a maker', () =>
      this.#client.send(query),
    );
    const keys = Items.map(({ tokenHash }) => ({ tokenHash }));
    const found = await asking('read links of a maker', () =>
      batchGet(this.#client, { table: this.#table, keys }),
    );
    const { read, unreadable } = separated(storedLink, found);
    const next = last && { next: `${last.createdAt}#${last.tokenHash}` };
    return complete({ links: read.sort(isNewer), ...next }, unreadable);
  }

  async touch(tokenHash: string, day: string): Promise<void> {
    const command = new UpdateCommand({
      TableName: this.#table,
      Key: { tokenHash },
      UpdateExpression: 'SET lastUsedOn = :day',
      // Without the first condition a link that TTL took would come back as an item of nothing but
      // a date.
      ConditionExpression:
        'attribute_exists(tokenHash) AND (attribute_not_exists(lastUsedOn) OR lastUsedOn < :day)',
      ExpressionAttributeValues: { ':day': day },
    });
    await asking('note the use of a link', () =>
      this.#client.send(command).catch(unlessConditionFailed),
    );
  }

  async #keysOfOrder(orderId: string): Promise<{ tokenHash: string }[]> {
    const query = {
      TableName: this.#table,
      IndexName: orderLinksIndex.name,
      KeyConditionExpression: 'orderId = :orderId',
      ExpressionAttributeValues: { ':orderId': orderId },
    };
    const keys: { tokenHash: string }[] = [];
    for await (const { Items = [] } of paginateQuery({ client: this.#client }, query))
      keys.push(...Items.map((item) => ({ tokenHash: item.tokenHash as string })));
    return keys;
  }
}

const stale = ({ orderId }: Link) =>
  new StaleRecord('The link was changed or revoked meanwhile, or is gone.', {
    context: { orderId },
  });

const isNewer = (a: Link, b: Link): number => (a.createdAt > b.createdAt ? -1 : 1);

/**
 * A position in the list of a maker, as the index names it. Throws `InvalidInput` for a position
 * that no page ended with: DynamoDB would refuse it.
 */
const placeOf = (ownerId: string, position: string) => {
  const [, createdAt, tokenHash] = /^(\d{4}-[\dT:.-]{1,20}Z)#([0-9a-f]{64})$/.exec(position) ?? [];
  if (createdAt === undefined || tokenHash === undefined)
    throw InvalidInput.of('cursor', 'is no cursor of this list');
  return { ownerId, createdAt, tokenHash };
};

const toItem = (link: Link): Record<string, unknown> => ({
  ...link,
  ttl: epochSeconds(link.expiresAt, daysKeptAfterExpiry),
});

const whileItLeadsTo = ({ orderId, role }: LinkTarget) => ({
  // An item that is missing has no order, so this condition also checks that the link exists.
  ConditionExpression:
    'attribute_not_exists(revokedAt) AND orderId = :orderId AND ' +
    (role === undefined ? 'attribute_not_exists(#role)' : '#role = :role'),
  ExpressionAttributeNames: { '#role': 'role' },
  ExpressionAttributeValues: { ':orderId': orderId, ...(role !== undefined && { ':role': role }) },
});
