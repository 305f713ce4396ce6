import { setFlagsFromString } from 'node:v8';

/**
 * Keeps the nursery of the heap at its first size. Nearly all a migration makes is garbage at once, and V8 answers that by growing: at a
 * quarter of a million files to 161 MB instead of 115, for 7 % less time in the journal's thread. Threads that start later get a nursery
 * that holds what they have under way, which then is not copied: a tenth less processor. Flags hold for the whole process.
 */
export const keepHeapSmall = (): void => {
  for (const flag of ['--semi-space-growth-factor=1', '--min-semi-space-size=4', '--no-parallel-scavenge']) setFlagsFromString(flag);
};
