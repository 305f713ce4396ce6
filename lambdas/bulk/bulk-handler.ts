import type { Context } from 'aws-lambda';
import { logger, observed } from '../shared/observed.ts';

type Named = {
  batchId?: string;
  BatchInput?: { batchId: string };
  task?: string;
  step?: string;
};

/** A step of bulk migration. Logs each error once; the state machine retries or catches it. */
export const bulkHandler = <Input extends Named, Output>(
  handle: (input: Input, context: Context) => Promise<Output>,
) =>
  observed<Input, Output>(async (input, context) => {
    const { batchId = input.BatchInput?.batchId, task, step } = input;
    logger.appendKeys({ batchId, task, step });
    try {
      const output = await handle(input, context);
      logger.info('Step finished', { output });
      return output;
    } catch (error) {
      logger.warn('Step failed', { error: error as Error });
      throw error;
    }
  });
