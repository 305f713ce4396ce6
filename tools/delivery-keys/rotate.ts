import { type DeliveryKey, deliveryKeySecret } from '../../lib/delivery/delivery-keys.ts';
import type { KeyFile } from './key-file.ts';
import type { KeyPair } from './key-pair.ts';
import type { PrivateKeys } from './private-keys.ts';
import { RotationRefused } from './rotation-refused.ts';

export type RotateDeps = { file: KeyFile; privateKeys: PrivateKeys; make: () => KeyPair };

/** `unused`: rotate although the newest key never signed anything. */
export type RotateOptions = { stage: string; unused?: boolean };

/** The changes: `made` signs after the next deployment, `dropped` is no longer accepted then. */
export type Rotation = { made: DeliveryKey[]; kept: DeliveryKey[]; dropped: DeliveryKey[] };

/**
 * A new key in front, the oldest out; two at the very first time. The order matters: private keys
 * first, so that what the file names exists; old secrets last, so that nothing is lost when
 * anything before fails. Throws `RotationRefused`.
 */
export const rotate = async (deps: RotateDeps, options: RotateOptions): Promise<Rotation> => {
  const { file, privateKeys, make } = deps;
  const ring = file.read();
  if (ring[0]) await assertMayRotate(deps, ring[0], options);
  const pairs = ring.length === 0 ? [make(), make()] : [make()];
  for (const { key, privateKey } of pairs)
    await privateKeys.create(deliveryKeySecret(options.stage, key), privateKey);
  const made = pairs.map(({ key }) => key);
  const keys = [...made, ...ring];
  const [kept, dropped] = [keys.slice(0, 2), keys.slice(2)];
  file.write(kept);
  for (const key of dropped) await privateKeys.remove(deliveryKeySecret(options.stage, key));
  return { made, kept, dropped };
};

const assertMayRotate = async (
  { privateKeys }: RotateDeps,
  newest: DeliveryKey,
  { stage, unused }: RotateOptions,
): Promise<void> => {
  const name = deliveryKeySecret(stage, newest);
  const secret = await privateKeys.find(name);
  if (!secret) throw elsewhere(name);
  if (!secret.wasUsed && !unused) throw neverUsed(name);
};

const elsewhere = (name: string): RotationRefused =>
  new RotationRefused(
    `There is no secret ${name} where these credentials lead. Use the account and region ` +
      'this stage is deployed in (AWS_PROFILE, AWS_REGION).',
  );

// Functions deployed before the last rotation would sign with the key that is dropped now.
const neverUsed = (name: string): RotationRefused =>
  new RotationRefused(
    `Nothing has been signed with the newest key yet (${name}). Deploy the last rotation and ` +
      'open one file, then rotate again; ' +
      'or pass --unused if that key must go before it was ever used.',
  );
