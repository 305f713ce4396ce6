import { NotAllowed } from '../../errors.ts';
import { type KeyScope, scopesIn } from './machine-key.ts';
import { type Caller, isSession } from './session.ts';

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
  /** Make permalinks to every owner's orders, to reprint a lost card. */
  publish: ['admin'],
  /** End or re-target the permalinks of every owner. */
  revoke: ['admin'],
  /** Act in the name of another owner. */
  represent: ['worker', 'admin'],
  /** Place an order for another owner. */
  orderFor: ['worker', 'admin'],
  /** Say that a held payment was decided on. */
  settle: ['admin'],
  /** Put another upload in a role of an order. */
  replace: ['admin'],
} as const satisfies Record<string, readonly (keyof Omit<Caller, 'ownerId' | 'scopes'>)[]>;

export type Power = keyof typeof holders;

/** The powers that a machine key has by its scopes, on the routes that the scopes reach. */
const powersOfScopes: Record<KeyScope, readonly Power[]> = {
  'orders:create': ['price', 'orderFor'],
  'orders:read': ['read'],
  'orders:replace': ['replace'],
  'payments:settle': ['settle'],
};

/** True if the caller holds the power. */
export const may = (caller: Caller, power: Power): boolean =>
  holders[power].some((group) => caller[group] === true) || hasByScope(caller, power);

const hasByScope = ({ scopes }: Caller, power: Power): boolean =>
  scopes !== undefined && scopesIn(scopes).some((scope) => powersOfScopes[scope].includes(power));

/** Throws `NotAllowed` with the message unless the caller holds the power. */
export const assertMay = (caller: Caller, power: Power, message: string): void => {
  if (!may(caller, power)) throw new NotAllowed(message, { context: { power } });
};

/** A stage's word on keeping files: `true` extends that power to every signed-in user. */
export type KeepChoice = { usersMayKeep?: boolean };

/** Throws `NotAllowed` with the message unless the caller may keep files for good in this stage. */
export const assertMayKeep = (
  { usersMayKeep = false }: KeepChoice,
  caller: Caller,
  message: string,
): void => {
  if (!usersMayKeep || isSession(caller.ownerId)) assertMay(caller, 'keep', message);
};
