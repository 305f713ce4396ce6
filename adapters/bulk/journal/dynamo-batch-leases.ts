import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Lease } from '../../../core/bulk/model/batch.ts';
import type { Clock } from '../../../core/shared/ports.ts';
import { asking, awsError } from '../../aws/aws-errors.ts';
import { retryContended } from '../../dynamo/retry-contended.ts';
import { partitionsOf, type Sharded, stateKey } from './dynamo-batch-items.ts';

/**
 * Leases of batches: one item with holder, fence and expiry, and a copy of holder and fence in each
 * partition of records.
 */
export class DynamoBatchLeases {
  readonly #client: DynamoDBDocumentClient;
  readonly #table: string;
  readonly #clock: Clock;

  constructor(client: DynamoDBDocumentClient, table: string, clock: Clock) {
    this.#client = client;
    this.#table = table;
    this.#clock = clock;
  }

  /** Takes or renews a lease; `undefined` while another holder's lease is valid. */
  async take(batch: Sharded, holder: string, seconds: number): Promise<Lease | undefined> {
    const { batchId } = batch;
    // Renewed last as well: when the answer to the taking is lost, the repeated one finds the batch
    // taken, by us.
    const lease =
      (await this.#renew(batchId, holder, seconds)) ??
      (await this.#take(batchId, holder, seconds)) ??
      (await this.#renew(batchId, holder, seconds));
    if (lease) await this.#spread(batch, lease);
    return lease;
  }

  async release(batch: Sharded, { holder, fence }: Lease): Promise<void> {
    const change = {
      UpdateExpression: 'REMOVE holder, expiresAt',
      ConditionExpression: 'holder = :holder AND fence = :fence',
      ExpressionAttributeValues: { ':holder': holder, ':fence': fence },
    };
    await Promise.all(
      partitionsBeside(batch).map((partition) => this.#changeState(partition, change)),
    );
    await this.#changeState(batch.batchId, change);
  }

  /**
   * Gives every partition the lease's fence, before its holder writes: from then on an older holder
   * is refused there too.
   */
  async #spread(batch: Sharded, { holder, fence }: Lease): Promise<void> {
    const change = {
      UpdateExpression: 'SET holder = :holder, fence = :fence',
      ConditionExpression: 'attribute_not_exists(fence) OR fence <= :fence',
      ExpressionAttributeValues: { ':holder': holder, ':fence': fence },
    };
    // Beside a Map's renewal its calls move these partitions' counters.
    await Promise.all(
      partitionsBeside(batch).map((partition) =>
        retryContended(() => this.#changeState(partition, change)),
      ),
    );
  }

  async #renew(batchId: string, holder: string, seconds: number): Promise<Lease | undefined> {
    return this.#changeState(batchId, {
      UpdateExpression: 'SET expiresAt = :expiresAt',
      ConditionExpression: 'holder = :holder',
      ExpressionAttributeValues: { ':holder': holder, ':expiresAt': this.#in(seconds) },
    });
  }

  async #take(batchId: string, holder: string, seconds: number): Promise<Lease | undefined> {
    return this.#changeState(batchId, {
      UpdateExpression: 'SET holder = :holder, expiresAt = :expiresAt ADD fence :one',
      ConditionExpression: 'attribute_not_exists(holder) OR expiresAt <= :now',
      ExpressionAttributeValues: {
        ':holder': holder,
        ':expiresAt': this.#in(seconds),
        ':now': this.#in(0),
        ':one': 1,
      },
    });
  }

  #in(seconds: number): string {
    return new Date(this.#clock.now().getTime() + seconds * 1000).toISOString();
  }

  async #changeState(batchId: string, change: Record<string, unknown>): Promise<Lease | undefined> {
    const update = {
      TableName: this.#table,
      Key: stateKey(batchId),
      ReturnValues: 'ALL_NEW',
      ...change,
    } as const;
    const send = () => this.#client.send(new UpdateCommand(update)).catch(unlessRefused);
    const state = (await asking(`change the lease of ${batchId}`, send))?.Attributes;
    return (
      state && ({ holder: state.holder, fence: state.fence, expiresAt: state.expiresAt } as Lease)
    );
  }
}

/** Partitions whose state is not the batch's own. */
const partitionsBeside = (batch: Sharded): string[] =>
  partitionsOf(batch).filter((partition) => partition !== batch.batchId);

const unlessRefused = (error: unknown): undefined => {
  if (awsError(error).name !== 'ConditionalCheckFailedException') throw error;
};
