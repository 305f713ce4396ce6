import { KeepsakeProblem } from './problem.ts';

/** How often and how patiently something is tried again. */
export type RetryPolicy = { attempts: number; baseMs: number; capMs: number };

/** Five tries; the last waits are up to 4 s each, so a fault of about ten seconds is survived. */
export const defaultRetry: RetryPolicy = { attempts: 5, baseMs: 500, capMs: 20_000 };

/** Who must wait, and what may cut the waiting short. */
export type Patience = { policy: RetryPolicy; signal?: AbortSignal | undefined; online: (signal?: AbortSignal) => Promise<void> };

/** Resolves after `ms`, rejects with the signal's reason. */
export const pause = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });

/** A quota that is free again tomorrow is not waited for: whoever called is told, and `retryAfterMs` with it. */
const longestAskedMs = 60_000;

/** Full jitter, on top of what the server asked for: clients that failed together do not come back together. */
const delayMs = ({ baseMs, capMs }: RetryPolicy, attempt: number, { retryAfterMs }: KeepsakeProblem): number =>
  retryAfterMs + Math.random() * Math.min(capMs, baseMs * 2 ** attempt);

const isWorthWaiting = (error: unknown): error is KeepsakeProblem =>
  error instanceof KeepsakeProblem && error.retryable && error.retryAfterMs <= longestAskedMs;

/** Tries `operation` until it succeeds, fails for good, or has failed often enough. */
export const withRetries = async <T>({ policy, signal, online }: Patience, operation: (attempt: number) => Promise<T>): Promise<T> => {
  for (let attempt = 0; ; attempt += 1) {
    signal?.throwIfAborted();
    try {
      return await operation(attempt);
    } catch (error) {
      signal?.throwIfAborted();
      if (!isWorthWaiting(error) || attempt + 1 >= policy.attempts) throw error;
      await pause(delayMs(policy, attempt, error), signal);
      await online(signal);
    }
  }
};
