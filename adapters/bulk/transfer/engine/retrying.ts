import { isThrottling, mayPass } from '../s3/s3-refusal.ts';

/** How often, and how long between. `random` answers from 0 to 1. */
export type RetryPolicy = {
  retries: number;
  random: () => number;
  sleep: (ms: number) => Promise<void>;
  onRetry?: (error: unknown) => Promise<void>;
};

/**
 * Being asked to slow down says nothing about the file: it is asked for again more often than a
 * fault, 1 s to 20 s apart at the most, about half of that on average. Twelve of them last out some
 * two minutes of throttling.
 */
const throttledRetries = 12;
const ceilingMs = 20_000;

const patience = ({ retries }: RetryPolicy): number =>
  retries === 0 ? 0 : Math.max(retries, throttledRetries);

/**
 * Full jitter: anything from at once to the doubled pause, so that those refused together do not
 * come back together.
 */
const pause = (tries: number, baseMs: number, random: () => number): number =>
  random() * Math.min(ceilingMs, baseMs * 2 ** tries);

/** Errors whose retries are used up: a task around the task does not begin them again. */
const exhausted = new WeakSet<object>();

/**
 * Runs a task until it succeeds, fails for good, or the retries are used up; `onAttempt` hears the
 * number of each try.
 */
export async function retrying<Answer>(
  policy: RetryPolicy,
  task: (attempt: number) => Promise<Answer>,
): Promise<Answer> {
  let faults = 0;
  let throttlings = 0;
  for (;;) {
    try {
      return await task(faults + throttlings + 1);
    } catch (error) {
      if (!mayPass(error) || exhausted.has(error as object)) throw error;
      const throttled = isThrottling(error);
      if (throttled ? throttlings >= patience(policy) : faults >= policy.retries) {
        exhausted.add(error as object);
        throw error;
      }
      const ms = throttled
        ? pause(throttlings, 1_000, policy.random)
        : pause(faults, 100, policy.random);
      if (throttled) throttlings += 1;
      else faults += 1;
      await policy.sleep(ms);
      await policy.onRetry?.(error);
    }
  }
}
