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
};

/**
 * A function fed by a queue; a message it cannot handle goes back alone, not with its whole batch.
 */
export class QueueConsumer extends NodeFunction {
  constructor(
    scope: Construct,
    id: string,
    { queue, grants, batchSize = 10, ...rest }: ConsumerProps,
  ) {
    super(scope, id, { ...rest, grants: [...grants, consumeQueue(queue)] });
    this.lambda.addEventSourceMapping('Messages', {
      eventSourceArn: queue.queueArn,
      batchSize,
      reportBatchItemFailures: true,
    });
  }
}
