import type { Emulator } from '../../tools/local/emulator/emulator.ts';

// Jest loads set-up and tear-down apart from each other; what they share hangs on the process.
const holder = globalThis as { keepsakeEmulator?: Emulator };

/** Remembers the emulator for the tear-down. */
export const keepEmulator = (emulator: Emulator): void => {
  holder.keepsakeEmulator = emulator;
};

/** The emulator of this run, if it got that far. */
export const keptEmulator = (): Emulator | undefined => holder.keepsakeEmulator;
