import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { orderEvents } from '../../core/event-names.ts';
import type { Config } from '../config-schema.ts';
import type { Grant } from '../shared/grants.ts';
import type { FunctionDefaults } from '../shared/node-function.ts';
import { QueueConsumer } from '../shared/queue-consumer.ts';
import { QueueWithDeadLetters } from '../shared/queue-with-dead-letters.ts';

type IntakeProps = {
  payment: Config['payment'];
  bus: EventBus;
  alerts: ITopic;
  defaults: FunctionDefaults;
  grants: readonly Grant[];
};

/**
 * Payments, and requests for another attempt, on their way to a running migration: rule, queue,
 * function.
 */
export class PaymentIntake extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { payment, bus, alerts, defaults, grants }: IntakeProps,
  ) {
    super(scope, id);
    const { visibilitySeconds } = payment.retry;
    const { queue, deadLetters } = new QueueWithDeadLetters(this, 'Payments', {
      alerts,
      ...payment.retry,
    });
    const target = new SqsQueue(queue, { deadLetterQueue: deadLetters });
    new Rule(this, 'PaymentRule', {
      eventBus:
        payment.eventBusName === undefined
          ? bus
          : EventBus.fromEventBusName(this, 'PaymentBus', payment.eventBusName),
      eventPattern: { source: [payment.source], detailType: [payment.detailType] },
      targets: [target],
    });
    new Rule(this, 'RetryRule', {
      eventBus: bus,
      eventPattern: { source: [orderEvents.source], detailType: [orderEvents.retryRequested] },
      targets: [target],
    });
    // SQS wants a queue's visibility to outlast its consumer, six times over if it can: a message
    // must not come back while it is handled.
    const timeoutSeconds = Math.min(10, visibilitySeconds);
    new QueueConsumer(this, 'receive-payment', { defaults, queue, grants, timeoutSeconds });
  }
}
