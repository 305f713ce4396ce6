import { generateKeyPairSync } from 'node:crypto';
import { type DeliveryKey, fingerprintOf } from '../../lib/delivery/delivery-keys.ts';

/** A fresh key pair, both PEM. Only Secrets Manager gets the private half. */
export type KeyPair = { key: DeliveryKey; privateKey: string };

/** RSA-2048, the one size CloudFront takes. `region`: where the private half will be kept. */
export const makeKeyPair = (now: Date, region?: string): KeyPair => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return {
    key: {
      fingerprint: fingerprintOf(publicKey),
      publicKey,
      createdAt: now.toISOString(),
      ...(region !== undefined && { region }),
    },
    privateKey,
  };
};
