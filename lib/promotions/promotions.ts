import { type EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { uploadEvents } from '../../core/event-names.ts';
import type { Grant } from '../shared/grants.ts';
import type { FunctionDefaults } from '../shared/node-function.ts';
import { QueueConsumer } from '../shared/queue-consumer.ts';
import { QueueWithDeadLetters, visibilityFor } from '../shared/queue-with-dead-letters.ts';

type PromotionsProps = {
  /** Copies at once; each takes a second, or minutes for gigabytes. */
  maxConcurrency: number;
  bus: EventBus;
  alerts: ITopic;
  defaults: FunctionDefaults;
  grants: readonly Grant[];
};

/** Lambda's own limit. A large file is copied in parts; the next try resumes the copy. */
const timeoutSeconds = 900;

/** Uploads on their way to permanent storage without an order: rule, queue, function. */
export class Promotions extends Construct {
  constructor(scope: Construct, id: string, { bus, alerts, ...consumer }: PromotionsProps) {
    super(scope, id);
    // 6 × 900 s, five tries: seven and a half hours until a person is asked.
    const { queue, deadLetters } = new QueueWithDeadLetters(this, 'Requests', {
      alerts,
      visibilitySeconds: visibilityFor(timeoutSeconds),
      maxReceives: 5,
    });
    new Rule(this, 'RequestRule', {
      eventBus: bus,
      eventPattern: {
        source: [uploadEvents.source],
        detailType: [uploadEvents.promotionRequested],
      },
      targets: [new SqsQueue(queue, { deadLetterQueue: deadLetters })],
    });
    new QueueConsumer(this, 'serve-promotions', {
      ...consumer,
      queue,
      timeoutSeconds,
      memoryMiB: 1024,
      batchSize: 1,
    });
  }
}
