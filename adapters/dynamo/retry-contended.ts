import { setTimeout as pause } from 'node:timers/promises';
import { TransientFault } from '../../core/errors.ts';

/** 20, 40, … 1280 ms with full jitter: 1.3 seconds of waiting on average, 2.6 at most. */
const maxRounds = 8;
const firstPauseMs = 20;

/**
 * Retries a transaction that another one cancelled: DynamoDB cancels instead of queueing when two
 * transactions meet at one counter, and the SDK does not retry cancelled ones. Throws any other
 * fault, and the last one.
 */
export async function retryContended<Answer>(transaction: () => Promise<Answer>): Promise<Answer> {
  for (let round = 1; ; round += 1) {
    try {
      return await transaction();
    } catch (error) {
      if (round >= maxRounds || !(error instanceof TransientFault)) throw error;
      await pause(Math.random() * firstPauseMs * 2 ** (round - 1));
    }
  }
}
