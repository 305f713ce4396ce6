/**
 * The memory that all threads of an engine share. Each part is a field of its own, so that no
 * number lies over another one.
 */
const fields = {
  limitNumbers: { at: 0, length: 8 },
  limitBytes: { at: 32, length: 1 },
  conditions: { at: 40, length: 1 },
  copies: { at: 44, length: 1 },
  bandwidth: { at: 48, length: 1 },
} as const;

const sizeBytes = 64;

export const sharedMemory = (): SharedArrayBuffer => new SharedArrayBuffer(sizeBytes);

type Field = keyof typeof fields;

/** The 32-bit numbers of a field. */
export const numbersAt = (memory: SharedArrayBuffer, field: Field): Int32Array =>
  new Int32Array(memory, fields[field].at, fields[field].length);

/** The 64-bit numbers of a field. */
export const bigNumbersAt = (memory: SharedArrayBuffer, field: Field): BigInt64Array =>
  new BigInt64Array(memory, fields[field].at, fields[field].length);
