import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import {
  type Erasure,
  erasurePosition,
  erasureSchema,
} from '../../core/retention/model/erasure.ts';
import type { Erasures } from '../../core/retention/ports.ts';
import type { Stretch } from '../../core/shared/model/stretch.ts';
import { erasureList, erasuresIndex } from '../../core/table-indexes.ts';
import { asking } from '../aws/aws-errors.ts';
import { batchGet } from '../dynamo/batch-get.ts';
import { readPositions } from '../dynamo/positions.ts';
import { shardedKeys } from '../dynamo/sharded-keys.ts';

type Place = { uploadId: string; position: string };

/**
 * The erasure ledger in a DynamoDB table keyed by `uploadId`; entries are written by
 * `DynamoUploads.erase` and never expire.
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
    return Item && erasureSchema.parse(Item);
  }

  async list({ limit, after }: Stretch): Promise<{ entries: Erasure[]; next?: string }> {
    const places = await asking('list erasures', () => this.#places(after, limit + 1));
    const wanted = places.slice(0, limit);
    const items = await asking('read erasures', () =>
      batchGet(this.#client, {
        table: this.#table,
        keys: wanted.map(({ uploadId }) => ({ uploadId })),
      }),
    );
    const entries = items
      .map((item) => erasureSchema.parse(item))
      .sort((a, b) => (erasurePosition(a) > erasurePosition(b) ? -1 : 1));
    const last = wanted.at(-1);
    return { entries, ...(places.length > limit && last && { next: last.position }) };
  }

  async #places(after: string | undefined, count: number): Promise<Place[]> {
    const range = {
      table: this.#table,
      index: erasuresIndex,
      hashKeys: shardedKeys(erasureList),
      high: after,
      backward: true,
      pageSize: count,
    };
    const places: Place[] = [];
    for await (const { uploadId = '', position = '' } of readPositions(this.#client, range))
      if (places.push({ uploadId, position }) === count) break;
    return places;
  }
}
