/**
 * Resolves when what `start` begins calls back. Rejects with the signal's reason, after it was
 * stopped by the function that `start` answers.
 */
export const abortable = (
  signal: AbortSignal | undefined,
  start: (done: () => void) => () => void,
): Promise<void> =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const abort = () => {
      stop();
      reject(signal?.reason);
    };
    const stop = start(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    });
    signal?.addEventListener('abort', abort, { once: true });
  });
