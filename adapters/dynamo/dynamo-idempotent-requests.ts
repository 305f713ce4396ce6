import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { idempotencyPrefix } from '../../core/contract.ts';
import { type IdempotentRequest, takingOver } from '../../core/shared/model/idempotent-request.ts';
import type { IdempotentRequests } from '../../core/shared/ports.ts';
import { asking, awsError } from '../aws/aws-errors.ts';
import { epochSeconds } from './epoch-seconds.ts';
import { readStored, type StoredKind } from './stored-records.ts';

/** The item that comes with a refused put is marshalled or not. */
const text = z.union([z.string(), z.object({ S: z.string() }).transform(({ S }) => S)]);

const requestSchema = z.object({
  requestId: text,
  runId: text,
  fingerprint: text,
  /** Records of version 0.1.0 lack it. */
  seed: text.optional(),
  answer: text.optional(),
  validUntil: text,
});

/** The id is made from the caller's key. */
const storedRequest: StoredKind<z.infer<typeof requestSchema>> = {
  kind: 'request',
  idOf: ({ requestId }) => text.safeParse(requestId).data,
  parse: (item) => requestSchema.parse(item),
};

/**
 * Stores requests in the quotas' table, which expires its items by `ttl`. A table of their own
 * would be one more to deploy, and items of either kind are forgotten within a day. The keys of
 * requests begin with `idempotency#`.
 */
export class DynamoIdempotentRequests implements IdempotentRequests {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;

  constructor(client: DynamoDBDocumentClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async begin(run: IdempotentRequest, now: Date): Promise<IdempotentRequest> {
    const there = await this.#put(run, 'attribute_not_exists(requestId)');
    // Of this very run: the SDK sent the put again because the answer to the first was lost.
    if (there === undefined || there.runId === run.runId) return run;
    if (there.validUntil > now.toISOString()) return there;
    const next = takingOver(run, there);
    const other = await this.#put(
      next,
      'attribute_not_exists(requestId) OR (runId = :runId AND validUntil = :validUntil)',
      { ':runId': there.runId, ':validUntil': there.validUntil },
    );
    return other === undefined || other.runId === run.runId ? next : other;
  }

  async end(run: IdempotentRequest): Promise<void> {
    await this.#put(run, 'runId = :runId', { ':runId': run.runId });
  }

  /** Returns the record that is in the way. */
  async #put(
    run: IdempotentRequest,
    condition: string,
    values?: Record<string, string>,
  ): Promise<IdempotentRequest | undefined> {
    const command = new PutCommand({
      TableName: this.#table,
      Item: {
        ...run,
        counter: `${idempotencyPrefix}${run.requestId}`,
        ttl: epochSeconds(run.validUntil, 1),
      },
      ConditionExpression: condition,
      ...(values && { ExpressionAttributeValues: values }),
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
  if (Item === undefined) return undefined;
  const found = readStored(storedRequest, Item);
  return { ...found, seed: found.seed ?? found.runId };
};
