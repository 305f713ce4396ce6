/**
 * The memory that all threads of an engine share. Each part is at a place of its own, so that no
 * number lies over another one.
 */
const places = {
  limitNumbers: { at: 0, length: 8 },
  limitBytes: { at: 32, length: 1 },
  conditions: { at: 40, length: 1 },
  copies: { at: 44, length: 1 },
  bandwidth: { at: 48, length: 1 },
} as const;

const sizeBytes = 64;

export const sharedMemory = (): SharedArrayBuffer => new SharedArrayBuffer(sizeBytes);

type Place = keyof typeof places;

/** The 32-bit numbers of a place. */
export const numbersAt = (memory: SharedArrayBuffer, place: Place): Int32Array =>
  new Int32Array(memory, places[place].at, places[place].length);

/** The 64-bit numbers of a place. */
export const bigNumbersAt = (memory: SharedArrayBuffer, place: Place): BigInt64Array =>
  new BigInt64Array(memory, places[place].at, places[place].length);
