import { setTimeout as pause } from 'node:timers/promises';
import { local } from './emulator.ts';
import { freshId } from './samples.ts';

/**
 * A queue that listens; spoken to in plain HTTP, because one test is not worth another SDK client.
 */
export type Queue = { arn: string; url: string; next(): Promise<string> };

/** Makes a queue of its own for one test. */
export async function makeQueue(): Promise<Queue> {
  const { QueueUrl } = await ask('CreateQueue', { QueueName: freshId('listener') });
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
    // Not a signature: the emulator reads account and service from it.
    authorization: `AWS4-HMAC-SHA256 Credential=test/20300101/${local.region}/sqs/aws4_request, SignedHeaders=host, Signature=none`,
  };
  const answer = await fetch(local.endpoint, {
    method: 'POST',
    headers,
    body: JSON.stringify(input),
  });
  if (!answer.ok) throw new Error(`${operation}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
}
