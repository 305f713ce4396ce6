/**
 * Microseconds of a clock that only goes forward, the same one in every thread. The machine's own
 * time may be set back by an hour in the middle of a run.
 */
export const steadyMicros = (): bigint => process.hrtime.bigint() / 1_000n;

/** The same in milliseconds. */
export const steadyMs = (): number => Number(steadyMicros()) / 1_000;
