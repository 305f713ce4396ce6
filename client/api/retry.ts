import { abortable } from './abortable.ts';
import { KeepsakeProblem } from './problem.ts';

/**
 * How long a request is repeated. A fault of the request itself (a stale signature, damaged bytes)
 * ends after `attempts` tries. An outage (no network, 429, 5xx) lasts as long as it takes, up to
 * `patienceMs`. Waits double from `baseMs` to `capMs`, with full jitter.
 */
export type RetryPolicy = { attempts: number; baseMs: number; capMs: number; patienceMs: number };

/**
 * Five tries; outages of up to five minutes. With waits of at most 20 s, an upload continues within
 * 20 s of the end of an outage.
 */
export const defaultRetry: RetryPolicy = {
  attempts: 5,
  baseMs: 500,
  capMs: 20_000,
  patienceMs: 300_000,
};

/** A caller that sets `attempts` alone gets exactly that many tries, outages included. */
export const retryPolicy = (wanted: Partial<RetryPolicy> = {}): RetryPolicy => ({
  ...defaultRetry,
  ...(wanted.attempts !== undefined && { patienceMs: 0 }),
  ...wanted,
});

/** A wait between two tries: the problem, and when the next try begins. */
export type Wait = { problem: KeepsakeProblem; retryInMs: number };

/** `signal` aborts the call. `onWait` gets each wait, and `undefined` when it continues. */
export type CallOptions = {
  signal?: AbortSignal | undefined;
  onWait?: ((wait: Wait | undefined) => void) | undefined;
};

/**
 * The options of `withRetries`. `online` resolves when there is a network. Time without a network,
 * and time for which the device slept, do not count as patience.
 */
export type Patience = CallOptions & {
  policy: RetryPolicy;
  online: (signal?: AbortSignal) => Promise<void>;
  /** How long a fault may last in ms: 0 leaves it to `attempts`, undefined fails at once. */
  faultMs?: (problem: KeepsakeProblem, policy: RetryPolicy) => number | undefined;
};

/** Resolves after `ms`, rejects with the signal's reason. */
export const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  abortable(signal, (done) => {
    const timer = setTimeout(done, ms);
    return () => clearTimeout(timer);
  });

/** The default for how long a fault may last: `patienceMs` for an outage. */
export const faultMs = (
  problem: KeepsakeProblem,
  { patienceMs }: RetryPolicy,
): number | undefined => {
  if (!problem.retryable) return undefined;
  return problem.isOutage ? patienceMs : 0;
};

/**
 * A `Retry-After` up to this limit is obeyed under every policy. A longer one, such as a quota that
 * is free tomorrow, is left to the caller.
 */
const longestAskedMs = 60_000;

/** Tries `operation` until it succeeds or fails for good, or until the policy's patience ends. */
export const withRetries = async <T>(
  patience: Patience,
  operation: (attempt: number) => Promise<T>,
): Promise<T> => {
  const retries = new Retries(patience);
  for (;;) {
    patience.signal?.throwIfAborted();
    try {
      const result = await operation(retries.attempt);
      retries.end();
      return result;
    } catch (error) {
      patience.signal?.throwIfAborted();
      await retries.next(error);
    }
  }
};

/**
 * Counts one call's tries and the time since its first failure. Tries that an outage cost do not
 * count against a fault of the request: a signature may be stale when the network is back.
 */
class Retries {
  readonly #patience: Patience;
  #attempt = 0;
  #faults = 0;
  #failingSince: number | undefined;

  constructor(patience: Patience) {
    this.#patience = patience;
  }

  get attempt(): number {
    return this.#attempt;
  }

  /** Waits for the next try. Throws `error` if there is none. */
  async next(error: unknown): Promise<void> {
    const { signal, onWait, online } = this.#patience;
    if (!(error instanceof KeepsakeProblem)) throw error;
    const retryInMs = this.#delayMs(error);
    onWait?.({ problem: error, retryInMs });
    const waitsSince = performance.now();
    await pause(retryInMs, signal);
    await online(signal);
    // A device that slept, or had no network, has not been patient for that time.
    const lostMs = Math.max(0, performance.now() - waitsSince - retryInMs);
    this.#failingSince = (this.#failingSince ?? 0) + lostMs;
    this.#attempt += 1;
  }

  /** Tells the listener that the call continues, if it has waited. */
  end(): void {
    if (this.#attempt > 0) this.#patience.onWait?.(undefined);
  }

  #delayMs(problem: KeepsakeProblem): number {
    const { policy, faultMs: lasting = faultMs } = this.#patience;
    const now = performance.now();
    this.#failingSince ??= now;
    const limitMs = lasting(problem, policy);
    if (limitMs === undefined || problem.retryAfterMs > Math.max(longestAskedMs, limitMs))
      throw problem;
    const ms = delayMs(policy, this.#attempt, problem);
    if (limitMs === 0) {
      this.#faults += 1;
      if (this.#faults < policy.attempts) return ms;
      throw problem;
    }
    const leftMs = limitMs - (now - this.#failingSince);
    if (this.#attempt + 1 < policy.attempts) return ms;
    if (leftMs <= problem.retryAfterMs) throw problem;
    // The last try of an outage comes when the patience ends, not before.
    return Math.min(ms, leftMs);
  }
}

/** Full jitter on top of `Retry-After`, so that clients that failed together spread out. */
const delayMs = (
  { baseMs, capMs }: RetryPolicy,
  attempt: number,
  { retryAfterMs }: KeepsakeProblem,
): number => retryAfterMs + Math.random() * Math.min(capMs, baseMs * 2 ** attempt);
