import { setTimeout as pause } from 'node:timers/promises';

const tries = 600;

/**
 * Looks until there is something to see; how long that takes decides nothing, that it never comes
 * does.
 */
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
