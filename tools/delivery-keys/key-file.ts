import { writeFileSync } from 'node:fs';
import { type DeliveryKey, readDeliveryKeys } from '../../lib/delivery/delivery-keys.ts';

/** The public keys of a stage as version control keeps them, newest first. */
export interface KeyFile {
  read(): DeliveryKey[];
  write(keys: readonly DeliveryKey[]): void;
}

/** The file the CDK app reads. `read` throws `InvalidConfiguration`. */
export const keyFileAt = (file: string): KeyFile => ({
  read: () => readDeliveryKeys(file),
  write: (keys) => writeFileSync(file, `${JSON.stringify(keys, null, 2)}\n`),
});
