import { KeepsakeError } from '../../../../core/errors.ts';
import { isThrottling, mayPass } from '../s3/s3-refusal.ts';
import { type Side, StorageAway, sideOf } from './outage.ts';

/** How often, and how long between. `random` answers from 0 to 1. */
export type RetryPolicy = {
  retries: number;
  random: () => number;
  sleep: (ms: number) => Promise<void>;
  onRetry?: (error: unknown) => Promise<void>;
  /** How long to wait for a server that is out; by default not at all. Waiting uses no retries. */
  patienceMs?: number;
  /** Hears of a task that begins (1) or ends (-1) waiting for an outage to pass. */
  onWait?: (change: 1 | -1) => void;
};

/**
 * Throttling says nothing about the file, so a throttled request is retried more often than a
 * failed one: 1 s to 20 s apart at most, half of that on average. Twelve retries outlast two
 * minutes of throttling.
 */
const throttledRetries = 12;
const ceilingMs = 20_000;

/** Errors whose retries are used up: a task around the task does not begin them again. */
const exhausted = new WeakSet<object>();

/**
 * Runs a task until it succeeds, fails for good, or retries and patience are used up; `attempt` is
 * the number of each try, without those that met an outage.
 */
export async function retrying<Answer>(
  policy: RetryPolicy,
  task: (attempt: number) => Promise<Answer>,
): Promise<Answer> {
  const tries = { faults: 0, throttlings: 0 };
  const waiting = new OutageWait(policy);
  try {
    for (;;) {
      const startedAt = performance.now();
      try {
        return await task(tries.faults + tries.throttlings + 1);
      } catch (error) {
        if (!mayPass(error) || exhausted.has(error as object)) throw error;
        const side = await awaySide(error, startedAt, policy);
        if (side) await waiting.pause(side, error);
        else {
          waiting.end();
          await nextTry(policy, error, tries);
        }
      }
    }
  } finally {
    waiting.end();
  }
}

/** One task's waiting for servers that are away: from the first try that met one to an answer. */
class OutageWait {
  readonly #policy: RetryPolicy;
  #pauses = 0;

  constructor(policy: RetryPolicy) {
    this.#policy = policy;
  }

  /** Pauses; throws when the server was away for as long as the policy waits. */
  async pause(side: Side, error: unknown): Promise<void> {
    const { patienceMs = 0, random, sleep, onWait } = this.#policy;
    const { awayMs, isVital } = side;
    if (awayMs >= patienceMs) {
      exhausted.add(error as object);
      throw isVital ? new StorageAway(awayMs, error as Error) : error;
    }
    if (this.#pauses === 0) onWait?.(1);
    this.#pauses += 1;
    await sleep(outagePause(this.#pauses, random));
  }

  end(): void {
    if (this.#pauses > 0) this.#policy.onWait?.(-1);
    this.#pauses = 0;
  }
}

/** Full jitter up to the doubled pause, so that requests refused together spread out. */
const pause = (tries: number, baseMs: number, random: () => number): number =>
  random() * Math.min(ceilingMs, baseMs * 2 ** tries);

/**
 * Half of a doubling pause at least: a server that comes back is found within seconds, and is not
 * asked all the time until then.
 */
const outagePause = (pauses: number, random: () => number): number =>
  Math.min(5_000, 100 * 2 ** pauses) * (0.5 + random() / 2);

/** The server that is away, if the error is about the server and not about the task. */
const awaySide = async (
  error: unknown,
  startedAt: number,
  { patienceMs = 0 }: RetryPolicy,
): Promise<Side | undefined> => {
  const side = patienceMs === 0 ? undefined : sideOf(error);
  return side && (await side.isAwaySince(startedAt)) ? side : undefined;
};

/** How long the server asked to be left alone. */
const wishedMs = (error: unknown): number => {
  const wished = error instanceof KeepsakeError ? error.context.retryAfterMs : undefined;
  return typeof wished === 'number' ? wished : 0;
};

/** Counts a try that failed, and pauses; throws the error when it was the last one. */
const nextTry = async (
  policy: RetryPolicy,
  error: unknown,
  tries: { faults: number; throttlings: number },
): Promise<void> => {
  const throttled = isThrottling(error);
  if (throttled ? tries.throttlings >= throttledTries(policy) : tries.faults >= policy.retries) {
    exhausted.add(error as object);
    throw error;
  }
  const ms = throttled
    ? pause(tries.throttlings, 1_000, policy.random) + wishedMs(error)
    : pause(tries.faults, 100, policy.random);
  if (throttled) tries.throttlings += 1;
  else tries.faults += 1;
  await policy.sleep(ms);
  await policy.onRetry?.(error);
};

const throttledTries = ({ retries }: RetryPolicy): number =>
  retries === 0 ? 0 : Math.max(retries, throttledRetries);
