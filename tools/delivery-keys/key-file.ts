import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type DeliveryKey, readDeliveryKeys } from '../../lib/delivery/delivery-keys.ts';

/** The public keys of a stage as version control keeps them, newest first. */
export interface KeyFile {
  read(): DeliveryKey[];
  write(keys: readonly DeliveryKey[]): void;
}

/**
 * The file the CDK app reads. `write` makes its folder, which a fresh clone does not have. `read`
 * throws `InvalidConfiguration`.
 */
export const keyFileAt = (file: string): KeyFile => ({
  read: () => readDeliveryKeys(file),
  write: (keys) => {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(keys, null, 2)}\n`);
  },
});
