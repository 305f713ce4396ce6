import { NotAllowed } from '../../errors.ts';
import type { Caller } from './session.ts';

/**
 * Powers that several routes, fields or events lead to, and their holders. Each of these ways
 * checks the same power here. Otherwise a caller could get an effect through another route.
 */
const holders = {
  /** Keep files for good without a payment: such files leave the quota and do not expire. */
  keep: ['worker', 'admin'],
  /** State what an order costs, where the stage does not take the client's word. */
  price: ['worker', 'admin'],
  /** Look at and download the files and orders of every owner. */
  read: ['viewer', 'admin'],
  /** End or re-target the permalinks of every owner. */
  revoke: ['admin'],
  /** Act in the name of another owner. */
  represent: ['worker', 'admin'],
} as const satisfies Record<string, readonly (keyof Omit<Caller, 'ownerId'>)[]>;

export type Power = keyof typeof holders;

/** True if the caller holds the power. */
export const may = (caller: Caller, power: Power): boolean =>
  holders[power].some((group) => caller[group] === true);

/** Throws `NotAllowed` with the message unless the caller holds the power. */
export const assertMay = (caller: Caller, power: Power, message: string): void => {
  if (!may(caller, power)) throw new NotAllowed(message, { context: { power } });
};
