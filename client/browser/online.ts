/** Waits while the browser knows it has no network. */
export const online = (signal?: AbortSignal): Promise<void> =>
  navigator.onLine === false
    ? new Promise((resolve, reject) => {
        addEventListener('online', () => resolve(), { once: true });
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      })
    : Promise.resolve();
