import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { AlreadyExists } from '../core/errors.ts';
import { type Session, sessionSchema } from '../core/model/session.ts';
import type { Sessions } from '../core/ports.ts';
import { asking } from './aws-errors.ts';
import { putIf } from './dynamo-conditional-put.ts';
import { epochSeconds } from './epoch-seconds.ts';

/** Sessions in a DynamoDB table keyed by `tokenHash`. TTL may remove them days late: callers check `expiresAt`. */
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
    const written = await asking(`create session ${session.sessionId}`, () => putIf(this.#client, put));
    if (!written) throw new AlreadyExists(`Session ${session.sessionId} exists already.`, { context: { sessionId: session.sessionId } });
  }

  async findByTokenHash(tokenHash: string): Promise<Session | undefined> {
    const command = new GetCommand({ TableName: this.#table, Key: { tokenHash }, ConsistentRead: true });
    const { Item } = await asking('find a session', () => this.#client.send(command));
    return Item && sessionSchema.parse(Item);
  }
}
