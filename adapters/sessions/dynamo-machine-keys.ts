import { DeleteCommand, type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { type MachineKey, machineKeySchema } from '../../core/sessions/model/machine-key.ts';
import type { MachineKeys } from '../../core/sessions/ports.ts';
import { asking } from '../aws/aws-errors.ts';
import { putIf } from '../dynamo/conditional-put.ts';
import { epochSeconds } from '../dynamo/epoch-seconds.ts';
import { readStored, type StoredKind } from '../dynamo/stored-records.ts';

const storedKey: StoredKind<MachineKey> = {
  kind: 'key',
  idOf: ({ tokenHash }) => String(tokenHash).slice('key#'.length),
  parse: (item) => machineKeySchema.parse(item),
};

/** Machine keys among the sessions, under `key#<name>`: the authorizer reads one table. */
export class DynamoMachineKeys implements MachineKeys {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async create(key: MachineKey): Promise<boolean> {
    const put = {
      TableName: this.#table,
      Item: { ...key, ...keyOf(key.name), ttl: epochSeconds(key.expiresAt) },
      ConditionExpression: 'attribute_not_exists(tokenHash)',
    };
    return asking(`create key ${key.name}`, () => putIf(this.#client, put));
  }

  async find(name: string): Promise<MachineKey | undefined> {
    const command = new GetCommand({
      TableName: this.#table,
      Key: keyOf(name),
      ConsistentRead: true,
    });
    const { Item } = await asking('find a key', () => this.#client.send(command));
    return Item && readStored(storedKey, Item);
  }

  async end(name: string): Promise<void> {
    const command = new DeleteCommand({ TableName: this.#table, Key: keyOf(name) });
    await asking(`end key ${name}`, () => this.#client.send(command));
  }
}

const keyOf = (name: string) => ({ tokenHash: `key#${name}` });
