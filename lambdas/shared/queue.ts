import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { count } from './counted.ts';
import { countUnreadable } from './metrics.ts';
import { logger, observed } from './observed.ts';

type Handle = (message: unknown, context: Context) => Promise<void>;

/**
 * A queue's consumer: only the messages that failed come back, and park in the dead-letter queue
 * when they keep failing.
 */
export const queueHandler = (handle: Handle) =>
  observed<SQSEvent, SQSBatchResponse>(async ({ Records }, context) => {
    const failed = await Promise.all(Records.map((record) => failureOf(record, context, handle)));
    return { batchItemFailures: failed.flat().map((itemIdentifier) => ({ itemIdentifier })) };
  });

const failureOf = async (
  record: SQSEvent['Records'][number],
  context: Context,
  handle: Handle,
): Promise<string[]> => {
  try {
    await handle(JSON.parse(record.body), context);
    return [];
  } catch (error) {
    count('MessagesReturned');
    countUnreadable(error);
    logger.warn('Message will be delivered again or parked', {
      messageId: record.messageId,
      error: error as Error,
    });
    return [record.messageId];
  }
};
