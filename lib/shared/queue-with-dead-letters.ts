import { Duration } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { QueueNames } from './sibling-queues.ts';

/**
 * AWS asks for six times the consumer's time-out: a batch whose runs are throttled is tried again
 * within it, and no second run gets a message that a first one still works on.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
export const visibilityFor = (timeoutSeconds: number): number => 6 * timeoutSeconds;

type QueueProps = {
  alerts: ITopic;
  visibilitySeconds: number;
  maxReceives: number;
  delaySeconds?: number;
  /** By default CloudFormation makes the names. */
  names?: QueueNames;
};

/** A queue with a bounded number of tries and a dead-letter queue with an alarm. */
export class QueueWithDeadLetters extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(
    scope: Construct,
    id: string,
    { alerts, visibilitySeconds, maxReceives, delaySeconds, names }: QueueProps,
  ) {
    super(scope, id);
    this.deadLetters = new DeadLetterQueue(this, 'DeadLetters', {
      alerts,
      queueName: names?.deadLetters,
    }).queue;
    this.queue = new Queue(this, 'Queue', {
      ...(names && { queueName: names.queue }),
      enforceSSL: true,
      encryption: QueueEncryption.SQS_MANAGED,
      visibilityTimeout: Duration.seconds(visibilitySeconds),
      ...(delaySeconds !== undefined && { deliveryDelay: Duration.seconds(delaySeconds) }),
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: maxReceives },
    });
  }
}
