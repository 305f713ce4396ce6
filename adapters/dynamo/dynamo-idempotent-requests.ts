import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { idempotencyPrefix } from '../../core/contract.ts';
import type { IdempotentRequest } from '../../core/shared/model/idempotent-request.ts';
import type { IdempotentRequests } from '../../core/shared/ports.ts';
import { asking, awsError } from '../aws/aws-errors.ts';
import { epochSeconds } from './epoch-seconds.ts';

/** The item that comes with a refused put is marshalled or not. */
const text = z.union([z.string(), z.object({ S: z.string() }).transform(({ S }) => S)]);

const requestSchema = z.object({
  requestId: text,
  runId: text,
  fingerprint: text,
  answer: text.optional(),
  validUntil: text,
});

/**
 * Requests in the quotas' table, which expires what it holds by `ttl`: a table of their own would
 * be one more to deploy, and what is lost with either is forgotten in a day. Their keys begin with
 * `idempotency#`.
 */
export class DynamoIdempotentRequests implements IdempotentRequests {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async begin(run: IdempotentRequest, now: Date): Promise<IdempotentRequest | undefined> {
    const earlier = await this.#put(
      run,
      'attribute_not_exists(requestId) OR validUntil <= :value',
      now.toISOString(),
    );
    // The SDK sent the put again because the answer to the first was lost.
    return earlier?.runId === run.runId ? undefined : earlier;
  }

  async end(run: IdempotentRequest): Promise<void> {
    await this.#put(run, 'runId = :value', run.runId);
  }

  /** Answers the record that is in the way. */
  async #put(
    run: IdempotentRequest,
    condition: string,
    value: string,
  ): Promise<IdempotentRequest | undefined> {
    const command = new PutCommand({
      TableName: this.#table,
      Item: {
        ...run,
        counter: `${idempotencyPrefix}${run.requestId}`,
        ttl: epochSeconds(run.validUntil, 1),
      },
      ConditionExpression: condition,
      ExpressionAttributeValues: { ':value': value },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    return asking('record a request', () =>
      this.#client.send(command).then(() => undefined, refusedBy),
    );
  }
}

const refusedBy = (error: unknown): IdempotentRequest | undefined => {
  if (awsError(error).name !== 'ConditionalCheckFailedException') throw error;
  const { Item } = error as { Item?: unknown };
  return Item === undefined ? undefined : requestSchema.parse(Item);
};
