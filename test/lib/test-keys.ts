import type { DeliveryKey } from '../../lib/delivery/delivery-keys.ts';
import { type KeyPair, makeKeyPair } from '../../tools/delivery-keys/key-pair.ts';

let pairs: KeyPair[] | undefined;

/** Two public keys whose private halves nobody keeps, newest first; made once per process. */
export const testKeys = (): DeliveryKey[] => {
  pairs ??= [
    makeKeyPair(new Date('2026-02-01T00:00:00Z')),
    makeKeyPair(new Date('2026-01-01T00:00:00Z')),
  ];
  return pairs.map(({ key }) => key);
};
