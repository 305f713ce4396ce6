import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { AlreadyExists } from '../../core/errors.ts';
import { type Session, sessionSchema } from '../../core/sessions/model/session.ts';
import type { Sessions } from '../../core/sessions/ports.ts';
import { claimedIndex, claimerIndex } from '../../core/table-indexes.ts';
import { asking, translated } from '../aws/aws-errors.ts';
import { requiredId } from '../aws/required-id.ts';
import { putIf } from '../dynamo/conditional-put.ts';
import { epochSeconds } from '../dynamo/epoch-seconds.ts';
import { type PositionRange, readPositions } from '../dynamo/positions.ts';
import { shardedKey, shardedKeys } from '../dynamo/sharded-keys.ts';
import { readStored, type StoredKind } from '../dynamo/stored-records.ts';
import { unlessConditionFailed } from '../dynamo/unless-condition-failed.ts';

const storedSession: StoredKind<Session> = {
  kind: 'session',
  // The key is made from the token.
  idOf: ({ sessionId }) => sessionId ?? 'without an id',
  parse: (item) => sessionSchema.parse(item),
};

type Claim = Parameters<Sessions['claim']>[1];

/** Sessions in DynamoDB, by `tokenHash`. TTL may lag by days: check `expiresAt`. */
export class DynamoSessions implements Sessions {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async create(session: Session): Promise<void> {
    const put = {
      TableName: this.#table,
      Item: { ...session, ttl: epochSeconds(session.expiresAt) },
      ConditionExpression: 'attribute_not_exists(tokenHash)',
    };
    const written = await asking(`create session ${session.sessionId}`, () =>
      putIf(this.#client, put),
    );
    if (!written)
      throw new AlreadyExists(`Session ${session.sessionId} exists already.`, {
        context: { sessionId: session.sessionId },
      });
  }

  async findByTokenHash(tokenHash: string): Promise<Session | undefined> {
    const command = new GetCommand({
      TableName: this.#table,
      Key: { tokenHash },
      ConsistentRead: true,
    });
    const { Item } = await asking('find a session', () => this.#client.send(command));
    return Item && readStored(storedSession, Item);
  }

  async claim(
    tokenHash: string,
    { claimedBy, claimedAt, keepUntil }: Claim,
  ): Promise<Session | undefined> {
    const command = new UpdateCommand({
      TableName: this.#table,
      Key: { tokenHash },
      UpdateExpression: 'SET claimedBy = :by, claimedAt = :at, #claimed = :claimed, #ttl = :ttl',
      ConditionExpression: 'attribute_exists(tokenHash) AND attribute_not_exists(claimedBy)',
      ExpressionAttributeNames: { '#claimed': claimedIndex.hashKey, '#ttl': 'ttl' },
      ExpressionAttributeValues: {
        ':by': claimedBy,
        ':at': claimedAt,
        ':claimed': shardedKey('claimed', tokenHash),
        ':ttl': epochSeconds(keepUntil),
      },
    });
    await asking('claim a session', () => this.#client.send(command).catch(unlessConditionFailed));
    return this.findByTokenHash(tokenHash);
  }

  claimedSince(since: Date): AsyncGenerator<string> {
    const low = since.toISOString();
    return this.#readIndex({ index: claimedIndex, hashKeys: shardedKeys('claimed'), low });
  }

  claimedBy(ownerId: string): AsyncGenerator<string> {
    return this.#readIndex({ index: claimerIndex, hashKeys: [ownerId] });
  }

  async erase(tokenHash: string): Promise<void> {
    const command = new DeleteCommand({ TableName: this.#table, Key: { tokenHash } });
    await asking('erase a session', () => this.#client.send(command));
  }

  async *#readIndex(
    range: Pick<PositionRange, 'index' | 'hashKeys' | 'low'>,
  ): AsyncGenerator<string> {
    const pages = { table: this.#table, backward: false, pageSize: 100 };
    try {
      for await (const { tokenHash } of readPositions(this.#client, { ...range, ...pages }))
        yield requiredId(tokenHash, 'tokenHash');
    } catch (error) {
      throw translated('list claimed sessions', error);
    }
  }
}
