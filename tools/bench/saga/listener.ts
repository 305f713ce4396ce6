import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { orderEvents } from '../../../core/event-names.ts';
import type { Deployed } from '../../local/deploy.ts';
import { awsAt, signedFetch } from '../../local/signed-fetch.ts';

/** Every completion that the bus delivered, by order; `poll` takes those that arrived since. */
export type Listener = { completions: Map<string, number>; poll(): Promise<void> };

type Message = { Body: string; ReceiptHandle: string };

/** Puts a queue on the bus, as a customer of the events would. */
export const listenForCompletions = async (deployed: Deployed): Promise<Listener> => {
  const aws = awsAt(deployed.endpoint);
  const ask = async <Answer>(operation: string, input: object): Promise<Answer> => {
    const headers = {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `AmazonSQS.${operation}`,
    };
    return JSON.parse(
      (await signedFetch(aws, { service: 'sqs', headers, body: JSON.stringify(input) })) || '{}',
    ) as Answer;
  };
  const { QueueUrl } = await ask<{ QueueUrl: string }>('CreateQueue', {
    QueueName: 'bench-completions',
  });
  const { Attributes } = await ask<{ Attributes: { QueueArn: string } }>('GetQueueAttributes', {
    QueueUrl,
    AttributeNames: ['QueueArn'],
  });
  const bus = new EventBridgeClient(aws);
  const rule = { Name: 'bench-completions', EventBusName: deployed.eventBusName };
  const pattern = { source: [orderEvents.source], 'detail-type': [orderEvents.completed] };
  await bus.send(new PutRuleCommand({ ...rule, EventPattern: JSON.stringify(pattern) }));
  await bus.send(
    new PutTargetsCommand({
      Rule: rule.Name,
      EventBusName: rule.EventBusName,
      Targets: [{ Id: 'queue', Arn: Attributes.QueueArn }],
    }),
  );

  const completions = new Map<string, number>();
  const take = async ({ Body, ReceiptHandle }: Message): Promise<void> => {
    const { orderId } = (JSON.parse(Body) as { detail: { orderId: string } }).detail;
    completions.set(orderId, (completions.get(orderId) ?? 0) + 1);
    await ask('DeleteMessage', { QueueUrl, ReceiptHandle });
  };
  const poll = async (): Promise<void> => {
    for (;;) {
      const { Messages = [] } = await ask<{ Messages?: Message[] }>('ReceiveMessage', {
        QueueUrl,
        MaxNumberOfMessages: 10,
      });
      await Promise.all(Messages.map(take));
      if (Messages.length === 0) return;
    }
  };
  return { completions, poll };
};
