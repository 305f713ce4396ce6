import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { QuotaCounters } from '../../core/uploads/ports.ts';
import { asking } from '../aws/aws-errors.ts';
import { readStored, type StoredKind } from '../dynamo/stored-records.ts';

const counterSchema = z.object({ files: z.number().default(0), bytes: z.number().default(0) });

const storedCounter: StoredKind<z.infer<typeof counterSchema>> = {
  kind: 'quota',
  idOf: ({ counter }) => counter,
  parse: (item) => counterSchema.parse(item),
};

/** Counters in the quotas' table, keyed by `counter`. */
export class DynamoQuotaCounters implements QuotaCounters {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async of(ownerId: string): Promise<{ files: number; bytes: number }> {
    const command = new GetCommand({ TableName: this.#table, Key: { counter: ownerId } });
    const { Item } = await asking('read a quota', () => this.#client.send(command));
    return readStored(storedCounter, Item ?? {});
  }
}
