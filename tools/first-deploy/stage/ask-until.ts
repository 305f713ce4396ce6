import { setTimeout as sleep } from 'node:timers/promises';
import { CheckFailed } from '../check.ts';

const pollMs = 250;

/**
 * Asks until there is an answer; throws `CheckFailed` saying `what` did not happen. AWS promises no
 * times: two minutes are patient.
 */
export const askUntil = async <T>(
  what: string,
  ask: () => Promise<T | undefined>,
  timeoutMs = 120_000,
): Promise<T> => {
  for (const end = Date.now() + timeoutMs; Date.now() < end; await sleep(pollMs)) {
    const answer = await ask();
    if (answer !== undefined) return answer;
  }
  throw new CheckFailed(`${what} did not happen within ${timeoutMs / 1000} s`);
};
