import { ask } from './deployed.ts';
import { eventually } from './eventually.ts';

/** The deployed queues, by what their constructs are called. */
const names = {
  payments: 'PaymentIntakePaymentsQueue',
  unpaid: 'PaymentIntakePaymentsDeadLettersQueue',
  ended: 'ExecutionWatchEndedQueue',
  unwatched: 'ExecutionWatchEndedDeadLettersQueue',
  unreconciled: 'ReconcilerDeadLettersQueue',
};

export const queueUrl = async (name: keyof typeof names): Promise<string> => {
  const { QueueUrls } = await ask<{ QueueUrls: string[] }>('sqs', 'ListQueues', {});
  const url = QueueUrls.find((candidate) => candidate.includes(names[name]));
  if (!url) throw new Error(`no queue ${names[name]} is deployed`);
  return url;
};

/** True when the queue is empty and no consumer holds a message of it. */
export const isIdle = async (name: keyof typeof names): Promise<true> => {
  const counted = [
    'ApproximateNumberOfMessages',
    'ApproximateNumberOfMessagesNotVisible',
    'ApproximateNumberOfMessagesDelayed',
  ];
  const asked = { QueueUrl: await queueUrl(name), AttributeNames: counted };
  return eventually(`${name} idle`, async () => {
    const { Attributes } = await ask<{ Attributes: Record<string, string> }>(
      'sqs',
      'GetQueueAttributes',
      asked,
    );
    return counted.every((count) => Number(Attributes[count] ?? 0) === 0) || undefined;
  });
};
