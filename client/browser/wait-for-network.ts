import { abortable } from '../api/abortable.ts';

/** Resolves when the browser reports a network. Rejects with the signal's reason. */
export const waitForNetwork = async (signal?: AbortSignal): Promise<void> => {
  signal?.throwIfAborted();
  if (navigator.onLine !== false) return;
  await abortable(signal, (done) => {
    addEventListener('online', done, { once: true });
    return () => removeEventListener('online', done);
  });
};
