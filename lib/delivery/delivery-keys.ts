import { createHash, createPublicKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { InvalidConfiguration } from '../config.ts';

/**
 * The first 16 hex digits of the SHA-256 of a public key (DER): its name everywhere. Throws what
 * node:crypto throws for anything but a key.
 */
export const fingerprintOf = (publicKey: string): string =>
  createHash('sha256')
    .update(createPublicKey(publicKey).export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16);

const isItsOwn = ({
  fingerprint,
  publicKey,
}: {
  fingerprint: string;
  publicKey: string;
}): boolean => {
  try {
    return fingerprintOf(publicKey) === fingerprint;
  } catch {
    return false;
  }
};

const keySchema = z
  .strictObject({
    fingerprint: z.string(),
    publicKey: z.string(),
    createdAt: z.iso.datetime(),
    /** Where its private half is kept, and so where the stage lies. Version 0.1.0 did not say. */
    region: z.string().optional(),
  })
  .refine(isItsOwn, 'must be the fingerprint of its public key');

/** The public half of a signing key; `publicKey` is PEM. */
export type DeliveryKey = z.infer<typeof keySchema>;

/** The two keys whose signatures are accepted: the one that signs, and the one that did before. */
export type KeyRing = readonly [newest: DeliveryKey, previous: DeliveryKey];

/** Name of the secret that holds the private half, PEM. */
export const deliveryKeySecret = (
  stage: string,
  { fingerprint }: Pick<DeliveryKey, 'fingerprint'>,
): string => `keepsake/${stage}/delivery-key/${fingerprint}`;

/** Where a stage's public keys are kept. */
export const deliveryKeysFile = (stage: string): string =>
  fileURLToPath(new URL(`../../delivery-keys/${stage}.json`, import.meta.url));

const ringSchema = z.array(keySchema).length(2, 'must hold the newest two keys');

/**
 * The two keys of a stage, newest first; none before the first rotation. Throws
 * `InvalidConfiguration` for a file that the rotation command did not write.
 */
export const readDeliveryKeys = (file: string): DeliveryKey[] => {
  if (!existsSync(file)) return [];
  try {
    return ringSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new InvalidConfiguration(
      `${file} is not what the rotation command wrote. Restore it from version control.`,
      { cause },
    );
  }
};

/** The keys of a stage that is to sign URLs; `undefined` when it never had any. */
export const keyRing = ([newest, previous]: readonly DeliveryKey[]): KeyRing | undefined =>
  newest && previous && [newest, previous];

/** Warns that a stage should deliver through CloudFront and has no signing keys yet. */
export const noKeysWarning = (stage: string): string =>
  `Stage '${stage}' has no signing keys, so it would get no CloudFront: downloads would come ` +
  `straight from S3. npm run deploy -- --stage ${stage} makes them and deploys; ` +
  `or run ${rotateCommand(stage)} once and commit delivery-keys/${stage}.json; or set ` +
  'delivery.enabled to false in lib/config.ts.';

const rotateCommand = (stage: string): string => `npm run rotate-delivery-key -- --stage ${stage}`;
