import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import {
  type Erasure,
  erasurePosition,
  erasureSchema,
  type LedgerEntry,
  ledgerEntrySchema,
} from '../../core/retention/model/erasure.ts';
import type { Erasures } from '../../core/retention/ports.ts';
import type { Stretch } from '../../core/shared/model/stretch.ts';
import { complete } from '../../core/shared/unreadable.ts';
import { erasureList, erasuresIndex } from '../../core/table-indexes.ts';
import { asking } from '../aws/aws-errors.ts';
import { readNewest } from '../dynamo/read-newest.ts';
import { shardedKeys } from '../dynamo/sharded-keys.ts';
import { readStored, type StoredKind, separated } from '../dynamo/stored-records.ts';

/**
 * The erasure ledger in a DynamoDB table keyed by `uploadId`; entries are written by what erases,
 * e.g. `DynamoUploads.erase`, and never expire.
 */
export class DynamoErasures implements Erasures {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async find(uploadId: string): Promise<Erasure | undefined> {
    const command = new GetCommand({
      TableName: this.#table,
      Key: { uploadId },
      ConsistentRead: true,
    });
    const { Item } = await asking(`look for upload ${uploadId} in the erasure ledger`, () =>
      this.#client.send(command),
    );
    return Item && 'category' in Item ? readStored(stored(erasureSchema), Item) : undefined;
  }

  async list({ limit, after }: Stretch): Promise<{ entries: LedgerEntry[]; next?: string }> {
    const range = {
      table: this.#table,
      key: 'uploadId',
      index: erasuresIndex,
      hashKeys: shardedKeys(erasureList),
      high: after,
    };
    const { items, ...more } = await asking('list erasures', () =>
      readNewest(this.#client, range, limit),
    );
    const { read, unreadable } = separated(stored(ledgerEntrySchema), items);
    const entries = read.sort((a, b) => (erasurePosition(a) > erasurePosition(b) ? -1 : 1));
    return complete({ entries, ...more }, unreadable);
  }
}

const stored = <Entry>(schema: { parse: (item: unknown) => Entry }): StoredKind<Entry> => ({
  kind: 'erasure',
  idOf: ({ uploadId }) => uploadId,
  parse: (item) => schema.parse(item),
});
