import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Webhook } from '../../core/webhooks/model/webhook.ts';
import { callWithRight } from '../aws/access-refused.ts';
import { clientSettings, type Where } from '../aws/where.ts';

/** Puts a webhook into its queue once more, with the caller's own credentials. */
export const sendAgain = async (
  where: Where,
  queueUrl: string,
  webhook: Webhook,
): Promise<void> => {
  const client = new SQSClient(clientSettings(where));
  const message = { QueueUrl: queueUrl, MessageBody: JSON.stringify(webhook) };
  await callWithRight('sqs:SendMessage', () => client.send(new SendMessageCommand(message)));
};
