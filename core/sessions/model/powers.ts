import { NotAllowed } from '../../errors.ts';
import type { Caller } from './session.ts';

/**
 * What only some callers may do, and who. A power is asked for here by every route, field and event
 * that leads to its effect: a right that one route refuses cannot be had through another.
 */
const holders = {
  /**
   * Keep files for good without a payment: they leave the quota and outlive every temporary file.
   */
  keep: ['worker', 'admin'],
  /** State what an order costs, where the stage does not take the client's word. */
  price: ['worker', 'admin'],
  /** Look at and download the files and orders of every owner. */
  read: ['admin'],
  /** Act in the name of another owner. */
  represent: ['worker', 'admin'],
} as const satisfies Record<string, readonly (keyof Omit<Caller, 'ownerId'>)[]>;

export type Power = keyof typeof holders;

/** True if the caller holds the power. */
export const may = (caller: Caller, power: Power): boolean =>
  holders[power].some((group) => caller[group]);

/** Throws `NotAllowed` with the message unless the caller holds the power. */
export const assertMay = (caller: Caller, power: Power, message: string): void => {
  if (!may(caller, power)) throw new NotAllowed(message, { context: { power } });
};
