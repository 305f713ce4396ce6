import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type SliceOutcome, sliceOutcomeSchema } from '../../../core/bulk/model/verification.ts';
import type { SliceOutcomes } from '../../../core/bulk/ports.ts';
import { asking } from '../../aws/aws-errors.ts';
import { epochSeconds } from '../../dynamo/epoch-seconds.ts';
import { readAllStored, type StoredKind } from '../../dynamo/stored-records.ts';

const keptDays = 30;

const storedOutcome: StoredKind<SliceOutcome> = {
  kind: 'slice',
  idOf: ({ batchId, item }) => `${batchId}/${item}`,
  parse: (item) => sliceOutcomeSchema.parse(item),
};

/** Outcomes of slices, under their batch's id in the batches table, until their `ttl`. */
export class DynamoSliceOutcomes implements SliceOutcomes {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async put(batchId: string, startedAt: string, outcome: SliceOutcome): Promise<void> {
    const key = { batchId, item: `${prefixOf(startedAt)}${outcome.slice}` };
    const ttl = epochSeconds(startedAt, keptDays);
    const command = new PutCommand({ TableName: this.#table, Item: { ...key, ...outcome, ttl } });
    await asking(`record a slice of ${batchId}`, () => this.#client.send(command));
  }

  async list(batchId: string, startedAt: string): Promise<SliceOutcome[]> {
    const outcomes: SliceOutcome[] = [];
    for (let ExclusiveStartKey: Record<string, unknown> | undefined; ; ) {
      const command = new QueryCommand({
        TableName: this.#table,
        ConsistentRead: true,
        KeyConditionExpression: 'batchId = :batchId AND begins_with(#item, :prefix)',
        ExpressionAttributeNames: { '#item': 'item' },
        ExpressionAttributeValues: { ':batchId': batchId, ':prefix': prefixOf(startedAt) },
        ExclusiveStartKey,
      });
      const { Items = [], LastEvaluatedKey } = await asking(`list slices of ${batchId}`, () =>
        this.#client.send(command),
      );
      outcomes.push(...readAllStored(storedOutcome, Items));
      if (!LastEvaluatedKey) return outcomes;
      ExclusiveStartKey = LastEvaluatedKey;
    }
  }
}

const prefixOf = (startedAt: string): string => `SLICE#${startedAt}#`;
