import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { StandardWebhooks } from '../../adapters/webhooks/standard-webhooks.ts';
import { deliverWebhook } from '../../core/webhooks/deliver-webhook.ts';
import { pauseSeconds, webhookSchema } from '../../core/webhooks/model/webhook.ts';
import { count } from '../shared/counted.ts';
import { env, settings } from '../shared/environment.ts';
import { logger, observed } from '../shared/observed.ts';
import { secretWords } from '../shared/secret-words.ts';
import { clock, deliveries } from '../shared/wiring.ts';

const endpoints = new Map(
  settings('webhookEndpoints').webhookEndpoints.map(
    ({ name, url, secretName }) => [name, { url, secrets: secretWords(secretName) }] as const,
  ),
);
const deps = {
  sender: new StandardWebhooks({ endpoints, clock: clock() }),
  deliveries: deliveries(),
  clock: clock(),
};
const queue = new SQSClient({});

type Message = SQSEvent['Records'][number];

/** The message stays hidden for the pause; if that cannot be said, for the queue's own time. */
const hide = async ({ receiptHandle }: Message, attempts: number): Promise<void> => {
  const command = new ChangeMessageVisibilityCommand({
    QueueUrl: env('WEBHOOKS_QUEUE_URL'),
    ReceiptHandle: receiptHandle,
    VisibilityTimeout: pauseSeconds(attempts, Math.random()),
  });
  await queue.send(command).catch((error: Error) => logger.warn('Message not hidden', { error }));
};

const deliver = async (message: Message): Promise<string[]> => {
  const attempts = Number(message.attributes.ApproximateReceiveCount);
  try {
    const webhook = webhookSchema.parse(JSON.parse(message.body));
    const { status } = await deliverWebhook(deps, webhook, attempts);
    count('WebhooksDelivered', status === 'delivered' ? 1 : 0);
    return [];
  } catch (error) {
    count('WebhooksReturned');
    logger.warn('Webhook will be sent again or parked', { attempts, error: error as Error });
    await hide(message, attempts);
    return [message.messageId];
  }
};

/** Sends events to the stage's endpoints. Rejected events are retried for a day. */
export const handler = observed<SQSEvent, SQSBatchResponse>(async ({ Records }) => {
  const failed = (await Promise.all(Records.map(deliver))).flat();
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
});
