import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { consumeQueue, type Grant } from './grants.ts';
import { type FunctionDefaults, NodeFunction } from './node-function.ts';

type ConsumerProps = {
  defaults: FunctionDefaults;
  queue: Queue;
  grants: readonly Grant[];
  timeoutSeconds: number;
  memoryMiB?: number;
  /** Messages one run takes at once. */
  batchSize?: number;
  /**
   * Runs at once, from 2 on. Without it a backlog takes all of the account's concurrency, and the
   * API has none left.
   */
  maxConcurrency: number;
  finishBundle?: (directory: string) => void;
  /** Runs that no other function of the account can take; as many as `maxConcurrency`. */
  reservedConcurrency?: number | undefined;
};

/**
 * A function fed by a queue; a message it cannot handle goes back alone, not with its whole batch.
 */
export class QueueConsumer extends NodeFunction {
  constructor(
    scope: Construct,
    id: string,
    { queue, grants, batchSize = 10, maxConcurrency, ...rest }: ConsumerProps,
  ) {
    super(scope, id, { ...rest, grants: [...grants, consumeQueue(queue)] });
    this.lambda.addEventSourceMapping('Messages', {
      eventSourceArn: queue.queueArn,
      batchSize,
      maxConcurrency,
      reportBatchItemFailures: true,
    });
  }
}
