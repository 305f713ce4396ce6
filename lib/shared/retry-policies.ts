import { Duration } from 'aws-cdk-lib';
import { Errors, JitterType, type RetryProps } from 'aws-cdk-lib/aws-stepfunctions';
import { finalErrors } from '../../core/errors.ts';

// The domain has decided: asking again cannot help. First in the list, because the first match
// wins.
const never: RetryProps = { errors: [...finalErrors], maxAttempts: 0 };

// Everything else, known or not, is tried again: the steps are idempotent, and Lambda's own
// throttling has several names. `States.ALL` includes time-outs, which `States.TaskFailed` leaves
// out. Full jitter, so that a burst does not come back as a burst.

const retrying = (waits: {
  interval: Duration;
  maxAttempts: number;
  maxDelay: Duration;
}): readonly RetryProps[] => [
  never,
  { errors: [Errors.ALL], backoffRate: 2, jitterStrategy: JitterType.FULL, ...waits },
];

/** A step forward: waits of up to 1, 2, 4, 8 and 16 s, so 31 s at most beside the work. */
export const patient = retrying({
  interval: Duration.seconds(1),
  maxAttempts: 5,
  maxDelay: Duration.seconds(30),
});

/**
 * A function that the account had no room for has not run: nothing was tried, so nothing failed.
 * Waits up to 2, 4, … 64 s, then 120 s thirty times: about an hour. Otherwise half a minute in
 * which other functions take the account's concurrency would undo and refund paid orders.
 */
export const withoutRoom: RetryProps = {
  errors: ['Lambda.TooManyRequestsException'],
  interval: Duration.seconds(2),
  maxAttempts: 36,
  maxDelay: Duration.minutes(2),
  backoffRate: 2,
  jitterStrategy: JitterType.FULL,
};

/** For a step without a fallback: 2, 4, … 256 s, then 300 s four times: some 29 minutes. */
export const stubborn = retrying({
  interval: Duration.seconds(2),
  maxAttempts: 12,
  maxDelay: Duration.minutes(5),
});
