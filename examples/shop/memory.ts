import type { CreatedLink } from '@keepsake/client';
import { settings } from './settings.ts';

/** A file that was uploaded. */
export type KnownFile = { uploadId: string; role: string; fileName: string; sizeBytes: number };

/** An order on its way; `isPaid` once the payment was told. */
export type KnownOrder = { orderId: string; isPaid?: boolean };

/** A customer's data in this browser, shared by all of its tabs. */
export type Memory = {
  token?: string;
  files: KnownFile[];
  order?: KnownOrder;
  link?: CreatedLink;
  /** The order that is made to fail. */
  lost?: KnownOrder & { files: KnownFile[]; isLost?: boolean };
  /** The order in its place. */
  repaired?: KnownOrder;
};

// Each deployment has an address of its own, so data of an earlier one is never found again.
const key = `keepsake shop ${settings.apiUrl}`;

const nothing: Memory = { files: [] };

/** The stored data. */
export const remember = (): Memory => {
  try {
    return { ...nothing, ...JSON.parse(localStorage.getItem(key) ?? '{}') };
  } catch {
    return nothing;
  }
};

const listeners = new Set<(memory: Memory) => void>();

/** Calls back now, and whenever a tab changes the stored state. */
export const onMemory = (listener: (memory: Memory) => void): void => {
  listeners.add(listener);
  listener(remember());
};

const tell = (): void => {
  const memory = remember();
  for (const listener of listeners) listener(memory);
};

addEventListener('storage', (event) => {
  if (event.key === key || event.key === null) tell();
});

/** Adds to the stored state. */
export const note = (more: Partial<Memory>): void => {
  localStorage.setItem(key, JSON.stringify({ ...remember(), ...more }));
  tell();
};

/** Forgets all of it. */
export const forget = (): void => {
  localStorage.removeItem(key);
  tell();
};

/**
 * Does work in one tab at a time. The work reads the stored data when it begins, and ends at once
 * if another tab has done it meanwhile.
 */
export const alone = <T>(name: string, work: () => Promise<T>): Promise<T> =>
  navigator.locks.request(`${key} ${name}`, work) as Promise<T>;
