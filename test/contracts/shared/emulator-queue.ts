import { setTimeout as pause } from 'node:timers/promises';
import { awsAt, signedFetch } from '../../../tools/local/signed-fetch.ts';
import { local } from './emulator.ts';
import { freshId } from './samples.ts';

/**
 * A queue that listens; spoken to in plain HTTP, because one test is not worth another SDK client.
 */
export type Queue = { arn: string; url: string; next(): Promise<string> };

/** Buses and topics need the queue's own permission to send there. */
const policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: {
    Effect: 'Allow',
    Principal: { Service: ['events.amazonaws.com', 'sns.amazonaws.com'] },
    Action: 'sqs:SendMessage',
    Resource: '*',
  },
});

/** Makes a queue of its own, which buses and topics may send to. */
export async function makeQueue(): Promise<Queue> {
  const { QueueUrl } = await ask('CreateQueue', {
    QueueName: freshId('listener'),
    Attributes: { Policy: policy },
  });
  const { Attributes } = await ask('GetQueueAttributes', {
    QueueUrl,
    AttributeNames: ['QueueArn'],
  });
  return {
    arn: (Attributes as { QueueArn: string }).QueueArn,
    url: String(QueueUrl),
    next: () => receive(QueueUrl),
  };
}

async function receive(QueueUrl: unknown, tries = 100): Promise<string> {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const { Messages } = await ask('ReceiveMessage', { QueueUrl });
    const [message] = (Messages ?? []) as { Body: string }[];
    if (message) return message.Body;
    await pause(50);
  }
  throw new Error('nothing arrived');
}

async function ask(operation: string, input: unknown): Promise<Record<string, unknown>> {
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': `AmazonSQS.${operation}`,
  };
  const body = JSON.stringify(input);
  return JSON.parse(
    (await signedFetch(awsAt(local.endpoint), { service: 'sqs', headers, body })) || '{}',
  );
}
