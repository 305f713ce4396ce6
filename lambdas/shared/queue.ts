import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { count } from './counted.ts';
import { logger, observed } from './observed.ts';

const failureOf = async (record: SQSEvent['Records'][number], handle: (message: unknown) => Promise<void>): Promise<string[]> => {
  try {
    await handle(JSON.parse(record.body));
    return [];
  } catch (error) {
    count('MessagesReturned');
    logger.warn('Message will be delivered again or parked', { messageId: record.messageId, error: error as Error });
    return [record.messageId];
  }
};

/** A queue's consumer: only the messages that failed come back, and park in the dead-letter queue when they keep failing. */
export const queueHandler = (handle: (message: unknown) => Promise<void>) =>
  observed<SQSEvent, SQSBatchResponse>(async ({ Records }) => {
    const failed = await Promise.all(Records.map((record) => failureOf(record, handle)));
    return { batchItemFailures: failed.flat().map((itemIdentifier) => ({ itemIdentifier })) };
  });
