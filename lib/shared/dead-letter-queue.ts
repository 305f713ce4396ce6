import { CfnDeletionPolicy, Duration, Validations } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { type CfnQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { kebab, pathInStack } from './runbook.ts';
import { RunbookAlarm } from './runbook-alarm.ts';

type DeadLetterProps = {
  alerts: ITopic;
  queueName?: string | undefined;
  /** A queue that another one replaces stays, with what is parked in it. */
  outlives?: boolean;
};

/** Keeps undelivered messages for 14 days, with an alarm on the first one. */
export class DeadLetterQueue extends Construct {
  readonly queue: Queue;

  constructor(
    scope: Construct,
    id: string,
    { alerts, queueName, outlives = false }: DeadLetterProps,
  ) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      ...(queueName !== undefined && { queueName }),
      enforceSSL: true,
      encryption: QueueEncryption.SQS_MANAGED,
      retentionPeriod: Duration.days(14),
    });
    if (outlives) {
      const { cfnOptions } = this.queue.node.defaultChild as CfnQueue;
      cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
    }
    Validations.of(this.queue).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'This is the dead-letter queue.',
    });
    new RunbookAlarm(this, 'Alarm', {
      name: `dead-letters-${this.parker}`,
      means:
        'Messages wait that could not be handled although they were delivered again and again.',
      metric: this.queue.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(1),
        statistic: 'max',
      }),
      threshold: 1,
      alerts,
    });
  }

  /** The part that parks its messages here, e.g. `payment-intake-payments`. */
  get parker(): string {
    const path = pathInStack(this).slice(0, -1);
    // As CDK shortens logical ids, by which the command line finds the queue:
    // `UploadArrivals/Arrivals` says it once.
    const parts = path.filter((part, index) => !path[index - 1]?.endsWith(part));
    return parts.map(kebab).join('-');
  }
}
