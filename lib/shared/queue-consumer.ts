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
  /** Runs at once, 2 or more. Unlimited, a backlog would take the API's concurrency. */
  maxConcurrency: number;
  finishBundle?: (directory: string) => void;
  /** Runs that no other function of the account can take; as many as `maxConcurrency`. */
  reservedConcurrency?: number | undefined;
};

/** A function fed by a queue. A message that fails returns alone, not with its batch. */
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
