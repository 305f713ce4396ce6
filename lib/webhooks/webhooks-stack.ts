import { Stack, type StackProps } from 'aws-cdk-lib';
import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import { jobEvents, orderEvents, uploadEvents, webhookEvents } from '../../core/event-names.ts';
import { mostAttempts } from '../../core/webhook-contract.ts';
import type { Config } from '../config-schema.ts';
import { fixedConsumers } from '../shared/consumers-schema.ts';
import { allow, readSecrets, readSettings } from '../shared/grants.ts';
import { QueueConsumer } from '../shared/queue-consumer.ts';
import { QueueWithDeadLetters } from '../shared/queue-with-dead-letters.ts';
import { useRunbook } from '../shared/runbook.ts';
import { siblingQueueNames } from '../shared/sibling-queues.ts';
import { tableGrants } from '../shared/table-grants.ts';
import type { DataStack } from '../stacks/data-stack.ts';
import type { ServiceStack } from '../stacks/service-stack.ts';

type Endpoints = NonNullable<Config['webhooks']>;
type WebhooksProps = StackProps & {
  config: Config;
  data: DataStack;
  service: ServiceStack;
  endpoints: Endpoints;
};

/** Sends a stage's events to endpoints of the shop; a stage without this stack sends none. */
export class WebhooksStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { config, data, service, endpoints, ...props }: WebhooksProps,
  ) {
    super(scope, id, props);
    useRunbook(this, config);
    const { bus, alerts, defaults } = service;
    const { queue, deadLetters } = new QueueWithDeadLetters(this, 'Webhooks', {
      alerts,
      visibilitySeconds: 120,
      maxReceives: mostAttempts,
      names: siblingQueueNames(config.stage, 'webhooks'),
    });
    for (const { name, events } of endpoints)
      new Rule(this, `To-${name}`, {
        eventBus: bus,
        eventPattern: {
          source: [orderEvents.source, uploadEvents.source, jobEvents.source],
          detailType: events,
        },
        targets: [
          new SqsQueue(queue, {
            deadLetterQueue: deadLetters,
            message: this.messageFor(name),
            messageGroupId: name,
          }),
        ],
      });
    new Rule(this, 'Again', {
      eventBus: bus,
      eventPattern: {
        source: [webhookEvents.source],
        detailType: [webhookEvents.deliveryRequested],
      },
      targets: [
        new SqsQueue(queue, {
          deadLetterQueue: deadLetters,
          message: RuleTargetInput.fromEventPath('$.detail'),
        }),
      ],
    });
    new QueueConsumer(this, 'send-webhooks', {
      defaults,
      queue,
      grants: [
        readSettings('webhookEndpoints'),
        tableGrants(data).deliveries('PutItem'),
        readSecrets(this, ...endpoints.map(({ secretName }) => secretName)),
        {
          env: { WEBHOOKS_QUEUE_URL: queue.queueUrl },
          allow: [allow(['sqs:ChangeMessageVisibility'], queue.queueArn)],
        },
      ],
      timeoutSeconds: 20,
      // A slow endpoint holds a run for 10 s: 100 events a second of fast ones, 10 of slow ones.
      // The queue is a fair one: those of an endpoint with many in flight wait for the others'.
      maxConcurrency: fixedConsumers.webhooks,
    });
  }

  private messageFor(endpoint: string): RuleTargetInput {
    return RuleTargetInput.fromObject({
      endpoint,
      id: EventField.eventId,
      type: EventField.detailType,
      timestamp: EventField.time,
      data: EventField.fromPath('$.detail'),
    });
  }
}
