/**
 * Under a Node that is too old, the process a user sees is a wrapper around this one. When the
 * wrapper is gone without a word, this process ends as if its terminal had been closed.
 */
export const followWrapper = (): void => {
  if (process.env.KEEPSAKE_WRAPPER === undefined) return;
  delete process.env.KEEPSAKE_WRAPPER;
  const end = (): void => void process.kill(process.pid, 'SIGHUP');
  if (!process.connected) end();
  process.on('disconnect', end);
  // The wrapper waits for this process, and not the other way round.
  process.channel?.unref();
};
