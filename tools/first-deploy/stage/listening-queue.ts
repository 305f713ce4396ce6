import type { DeployedStage } from './deployed-stage.ts';
import { json } from './operator.ts';

/** A queue of this run; `receive` takes the messages that have arrived, as texts. */
export type ListeningQueue = { name: string; arn: string; receive(): Promise<string[]> };

type Message = { Body: string; ReceiptHandle: string };

/** Makes a queue that events and alerts may be sent to; removed when the run ends. */
export const makeQueue = async (stage: DeployedStage, name: string): Promise<ListeningQueue> => {
  const { operator, account, leftovers, orderStateMachineArn } = stage;
  const ask = <Answer>(operation: string, input: object) =>
    json<Answer>(operator, 'sqs', `AmazonSQS.${operation}`, input);
  const [, partition] = orderStateMachineArn.split(':');
  const arn = `arn:${partition}:sqs:${operator.region}:${account}:${name}`;
  // With the policy from the start: a policy added later may take a minute to work.
  const { QueueUrl } = await ask<{ QueueUrl: string }>('CreateQueue', {
    QueueName: name,
    Attributes: { Policy: policy(stage, arn) },
  });
  leftovers.add(`queue ${name}`, () => ask('DeleteQueue', { QueueUrl }));
  const receive = async (): Promise<string[]> => {
    const { Messages = [] } = await ask<{ Messages?: Message[] }>('ReceiveMessage', {
      QueueUrl,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 1,
    });
    for (const { ReceiptHandle } of Messages)
      await ask('DeleteMessage', { QueueUrl, ReceiptHandle });
    return Messages.map(({ Body }) => Body);
  };
  return { name, arn, receive };
};

// Only this stage's alerts topic, and rules of this account.
const policy = ({ alertTopicArn, account }: DeployedStage, arn: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: ['events.amazonaws.com', 'sns.amazonaws.com'] },
        Action: 'sqs:SendMessage',
        Resource: arn,
        Condition: {
          ArnLike: { 'aws:SourceArn': [alertTopicArn, `arn:*:events:*:${account}:rule/*`] },
        },
      },
    ],
  });
