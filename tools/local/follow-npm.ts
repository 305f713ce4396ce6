const lookEveryMs = 500;

/**
 * Calls `end` once when npm, which started this process, is gone. npm passes SIGINT and SIGTERM on,
 * but not SIGHUP; no process can pass SIGKILL on. The script begins with `exec`, so that npm is the
 * parent and no shell is between.
 */
export const whenNpmIsGone = (end: () => void): void => {
  if (process.env.npm_lifecycle_event === undefined) return;
  const npm = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(timer);
    end();
  }, lookEveryMs).unref();
};
