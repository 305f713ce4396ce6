import { expect } from '@jest/globals';
import { calledUntilNow } from './counter.ts';

/** Wants a fresh module, environment and global; leaves them used. */
export const litter = (): void => {
  expect(calledUntilNow()).toBe(1);
  expect([process.env.PLANTED, 'planted' in globalThis]).toEqual([undefined, false]);
  process.env.PLANTED = 'left';
  Object.assign(globalThis, { planted: 'left' });
};
