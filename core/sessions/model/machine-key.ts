import * as z from 'zod';
import type { RouteName } from '../../route-functions.ts';

/** The work that a machine key may be made for, and the routes that it reaches. */
export const keyScopes = {
  'orders:create': ['createOrder'],
  'orders:read': ['getOrder', 'orderTimeline'],
  'orders:replace': ['replaceOrderFile'],
  'payments:settle': ['settlePayment'],
} as const satisfies Record<string, readonly RouteName[]>;

export type KeyScope = keyof typeof keyScopes;

const scopeNames = Object.keys(keyScopes) as [KeyScope, ...KeyScope[]];

export const keyScopeSchema = z.enum(scopeNames, `must be one of ${scopeNames.join(', ')}`);

export const keyNameSchema = z
  .string('must be a string')
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be up to 40 lower-case letters, digits and dashes');

/**
 * The credential of a shop's backend. The key itself is never stored, only the SHA-256 of its
 * secret in hex. `name` finds the record, so a key can be ended without knowing it.
 */
export const machineKeySchema = z.object({
  name: keyNameSchema,
  secretHash: z.string(),
  scopes: z.array(keyScopeSchema).min(1),
  expiresAt: z.string(),
  createdAt: z.string(),
});

export type MachineKey = z.infer<typeof machineKeySchema>;

/** Machine keys start with this. */
export const machineKeyPrefix = 'kmk_';

/** `kmk_<name>_<secret>`. */
export const machineKeyOf = (name: string, secret: string): string =>
  `${machineKeyPrefix}${name}_${secret}`;

/** Name and secret of a machine key; a name has no underscore. */
export const partsOfKey = (key: string): { name: string; secret: string } | undefined => {
  const [, name, secret] = /^kmk_([a-z0-9-]{1,40})_([\w-]{43})$/.exec(key) ?? [];
  return name !== undefined && secret !== undefined ? { name, secret } : undefined;
};

/** A caller's scopes in API Gateway's context, which holds plain texts. */
export const scopesIn = (scopes: string): KeyScope[] =>
  scopeNames.filter((scope) => scopes.split(' ').includes(scope));
