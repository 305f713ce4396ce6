import type { Every } from '../../core/bulk/ports.ts';

/** The interval does not keep the process alive. */
export const every: Every = (seconds, task) => {
  const timer = setInterval(() => void task(), seconds * 1000).unref();
  return () => clearInterval(timer);
};
