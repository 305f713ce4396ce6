import * as z from 'zod';
import { AlreadyExists, NotSignedIn } from '../errors.ts';
import { daysAfter } from '../shared/model/later.ts';
import { parseInput } from '../shared/model/parse-input.ts';
import type { Clock, Ids } from '../shared/ports.ts';
import {
  keyNameSchema,
  keyScopeSchema,
  type MachineKey,
  machineKeyOf,
  partsOfKey,
} from './model/machine-key.ts';
import type { Caller } from './model/session.ts';
import { hashToken } from './model/token-hash.ts';
import type { MachineKeys } from './ports.ts';

export const createKeySchema = z.strictObject({
  name: keyNameSchema,
  scopes: z.array(keyScopeSchema, 'must be a list of scopes').min(1, 'must name a scope'),
  days: z
    .int('must be a whole number of days')
    .min(1, 'must be at least 1')
    .max(366, 'must be at most a year: make the next key under another name in time'),
});

/**
 * Makes a machine key and returns it once. Throws `InvalidInput`, or `AlreadyExists` while a key of
 * that name is on record.
 */
export const createMachineKey = async (
  { keys, ids, clock }: { keys: MachineKeys; ids: Ids; clock: Clock },
  input: unknown,
): Promise<{ key: string; record: MachineKey }> => {
  const { name, scopes, days } = parseInput(createKeySchema, input);
  const now = clock.now();
  const secret = ids.secret();
  const record: MachineKey = {
    name,
    secretHash: hashToken(secret),
    scopes: [...new Set(scopes)],
    expiresAt: daysAfter(now, days).toISOString(),
    createdAt: now.toISOString(),
  };
  if (!(await keys.create(record)))
    throw new AlreadyExists(`A key named ${name} exists already. End it, or take another name.`);
  return { key: machineKeyOf(name, secret), record };
};

/**
 * The caller that a machine key stands for: an owner of nothing, limited to the key's scopes.
 * Throws `NotSignedIn`. Expiry is checked here, because DynamoDB's TTL may take days.
 */
export const callerOfKey = async (
  { keys, clock }: { keys: Pick<MachineKeys, 'find'>; clock: Clock },
  key: string,
): Promise<Caller> => {
  const parts = partsOfKey(key);
  const record = parts && (await keys.find(parts.name));
  if (
    !record ||
    record.secretHash !== hashToken(parts.secret) ||
    record.expiresAt <= clock.now().toISOString()
  )
    throw new NotSignedIn('This machine key is unknown, was ended or has expired.');
  const scopes = record.scopes.join(' ');
  return { ownerId: `key_${record.name}`, admin: false, worker: false, scopes };
};
