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
  consumers: Config['consumers'];
  bus: EventBus;
  alerts: ITopic;
  defaults: FunctionDefaults;
  grants: readonly Grant[];
};

/** Takes payments, and requests for another attempt, to a migration: rule, queue, function. */
export class PaymentIntake extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { payment, consumers, bus, alerts, defaults, grants }: IntakeProps,
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
    new QueueConsumer(this, 'receive-payment', {
      defaults,
      queue,
      grants,
      timeoutSeconds: timeoutFor(visibilitySeconds),
      // 1,000 orders a minute are 17 payments a second of 0.5 s each, so 8.5 runs of one message;
      // a backlog fills runs with 10 messages, which is 200 payments a second.
      maxConcurrency: consumers.payments,
      reservedConcurrency: consumers.paymentsReserved,
    });
  }
}

/**
 * A sixth of the queue's visibility, 10 seconds at most. At least 5, because a cold start takes up
 * to two: the emulator's stage alone is below 30 seconds of visibility.
 */
const timeoutFor = (visibilitySeconds: number): number =>
  Math.max(5, Math.min(10, Math.floor(visibilitySeconds / 6)));
