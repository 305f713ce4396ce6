import type { Run } from '../../core/orders/model/order.ts';
import { logger, observed } from '../shared/observed.ts';

/** A step of the order migration. Logs each error once; the state machine retries or catches it. */
export const stepHandler = <Input extends Run, Output>(handle: (input: Input) => Promise<Output>) =>
  observed<Input, Output>(async (input) => {
    const { orderId, attempt, runId } = input;
    logger.appendKeys({ orderId, attempt, runId });
    try {
      const output = await handle(input);
      logger.info('Step finished');
      return output;
    } catch (error) {
      logger.warn('Step failed', { error: error as Error });
      throw error;
    }
  });
