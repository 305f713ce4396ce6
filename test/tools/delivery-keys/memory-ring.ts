import type { DeliveryKey } from '../../../lib/delivery/delivery-keys.ts';
import { type KeyPair, makeKeyPair } from '../../../tools/delivery-keys/key-pair.ts';
import type { PrivateKeys } from '../../../tools/delivery-keys/private-keys.ts';
import { type RotateDeps, rotate } from '../../../tools/delivery-keys/rotate.ts';
import { RotationRefused } from '../../../tools/delivery-keys/rotation-refused.ts';

/** Secrets in memory; what is read counts as used. */
class MemoryPrivateKeys implements PrivateKeys {
  readonly secrets = new Map<string, { privateKey: string; wasUsed: boolean }>();
  readonly removed: string[] = [];

  async create(name: string, privateKey: string): Promise<void> {
    if (this.secrets.has(name)) throw new RotationRefused(`Secret ${name} exists already.`);
    this.secrets.set(name, { privateKey, wasUsed: false });
  }

  async find(name: string) {
    return this.secrets.get(name);
  }

  async remove(name: string): Promise<void> {
    this.secrets.delete(name);
    this.removed.push(name);
  }
}

/** One stage's keys in memory, rotated by the command's own code. */
export const memoryRing = (stage = 'prod') => {
  const privateKeys = new MemoryPrivateKeys();
  const made: KeyPair[] = [];
  let ring: readonly DeliveryKey[] = [];
  const make = (): KeyPair => {
    const pair = makeKeyPair(new Date(Date.UTC(2026, 0, 1 + made.length)));
    made.push(pair);
    return pair;
  };
  const file = {
    read: () => [...ring],
    write: (keys: readonly DeliveryKey[]) => {
      ring = keys;
    },
  };
  const deps: RotateDeps = { file, privateKeys, make };
  return {
    deps,
    privateKeys,
    made,
    keys: () => file.read(),
    secretNames: () => [...privateKeys.secrets.keys()],
    /** As if the deployed functions had signed with everything there is. */
    use: () => {
      for (const secret of privateKeys.secrets.values()) secret.wasUsed = true;
    },
    rotate: (unused = false) => rotate(deps, { stage, unused }),
  };
};
