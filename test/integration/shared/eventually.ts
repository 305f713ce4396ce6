import { setTimeout as pause } from 'node:timers/promises';

const tries = 600;

/** Looks until a value is there. The duration decides nothing; a value that never comes fails. */
export const eventually = async <Value>(
  what: string,
  look: () => Promise<Value | undefined>,
): Promise<Value> => {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await pause(100);
  }
  throw new Error(`never seen: ${what}`);
};
