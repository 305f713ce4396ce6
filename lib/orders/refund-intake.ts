import { type EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { paymentEvents } from '../../core/event-names.ts';
import { fixedConsumers } from '../shared/consumers-schema.ts';
import { type Grant, raiseAlerts, readSettings } from '../shared/grants.ts';
import type { FunctionDefaults } from '../shared/node-function.ts';
import { QueueConsumer } from '../shared/queue-consumer.ts';
import { QueueWithDeadLetters } from '../shared/queue-with-dead-letters.ts';

type RefundIntakeProps = {
  bus: EventBus;
  alerts: ITopic;
  defaults: FunctionDefaults;
  /** May read and write orders, and nothing else. */
  orders: Grant;
};

/** News of refunds and disputes on their way to their orders: rule, queue, function. */
export class RefundIntake extends Construct {
  constructor(scope: Construct, id: string, { bus, alerts, defaults, orders }: RefundIntakeProps) {
    super(scope, id);
    // News that overtook its payment is looked at every minute, 15 times.
    const { queue, deadLetters } = new QueueWithDeadLetters(this, 'Refunds', {
      alerts,
      visibilitySeconds: 60,
      maxReceives: 15,
    });
    new Rule(this, 'Rule', {
      eventBus: bus,
      eventPattern: {
        source: [paymentEvents.source],
        detailType: [paymentEvents.refundChanged, paymentEvents.disputed],
      },
      targets: [new SqsQueue(queue, { deadLetterQueue: deadLetters })],
    });
    new QueueConsumer(this, 'receive-refund', {
      defaults,
      queue,
      grants: [readSettings('refunds'), orders, raiseAlerts(alerts)],
      timeoutSeconds: 10,
      // Refunds are few: 10 to a run of 0.5 s, 40 a second.
      maxConcurrency: fixedConsumers.refunds,
    });
  }
}
