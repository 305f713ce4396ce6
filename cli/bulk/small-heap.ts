import { setFlagsFromString } from 'node:v8';

const flags = [
  '--semi-space-growth-factor=1',
  '--min-semi-space-size=4',
  '--no-parallel-scavenge',
  '--heap-growing-percent=50',
];

/**
 * Keeps the heap near its first size. Nearly all a migration makes is garbage at once, and V8
 * answers that by growing: the young generation to 161 MB instead of 115 at a quarter of a million
 * files, for 7 % less time in the journal's thread; the old one by 17 MB more at a hundred
 * thousand, for 2 %. Threads that start later get a young generation that holds what they have
 * under way, which then is not copied: a tenth less processor. Flags hold for the whole process.
 */
export const keepHeapSmall = (): void => {
  for (const flag of flags) setFlagsFromString(flag);
};
