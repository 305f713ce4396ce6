/** Resolves when the browser reports a network. Rejects with the signal's reason. */
export const waitForNetwork = async (signal?: AbortSignal): Promise<void> => {
  signal?.throwIfAborted();
  if (navigator.onLine !== false) return;
  await new Promise<void>((resolve, reject) => {
    const stop = () => {
      removeEventListener('online', goOn);
      reject(signal?.reason);
    };
    const goOn = () => {
      signal?.removeEventListener('abort', stop);
      resolve();
    };
    addEventListener('online', goOn, { once: true });
    signal?.addEventListener('abort', stop, { once: true });
  });
};
