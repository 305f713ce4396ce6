import { createPrivateKey } from 'node:crypto';
import { CachedSecret } from '../../adapters/aws/cached-secret.ts';
import { SecretsManagerSecret } from '../../adapters/aws/secrets-manager-secret.ts';
import { CloudFrontDeliverySigner } from '../../adapters/delivery/cloudfront-delivery-signer.ts';
import { DeliveryByStorage } from '../../adapters/delivery/delivery-by-storage.ts';
import { S3DeliverySigner } from '../../adapters/delivery/s3-delivery-signer.ts';
import type { DeliverySettings } from '../../core/contract.ts';
import type { DeliverySigner } from '../../core/delivery/ports.ts';
import { env, settings } from '../shared/environment.ts';
import { roleSigning } from '../shared/role-signing.ts';
import { clock } from '../shared/wiring.ts';

let signer: DeliverySigner | undefined;

/**
 * Permanent files are signed for the distribution where there is one; everything else is storage's
 * own. All routes of a function share one signer, so that they read the key once.
 */
export const deliverySigner = (): DeliverySigner => {
  signer ??= makeSigner();
  return signer;
};

const makeSigner = (): DeliverySigner => {
  const { cloudFront } = settings('delivery').delivery;
  const temporary = new S3DeliverySigner(roleSigning());
  return cloudFront
    ? new DeliveryByStorage({ permanent: cloudFrontSigner(cloudFront), temporary })
    : temporary;
};

// The key is read at the first signature, not at init: a function that only serves temporary files
// never asks for it.
const cloudFrontSigner = (
  cloudFront: NonNullable<DeliverySettings['cloudFront']>,
): DeliverySigner => {
  const secret = new SecretsManagerSecret({
    ...roleSigning(),
    secretId: env('DELIVERY_KEY_SECRET'),
  });
  return new CloudFrontDeliverySigner({
    ...cloudFront,
    privateKey: new CachedSecret({
      read: () => secret.read(),
      parse: createPrivateKey,
      clock: clock(),
    }),
  });
};
