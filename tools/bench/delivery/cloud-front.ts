import { generateKeyPairSync } from 'node:crypto';
import path from 'node:path';
import { stageConfig } from '../../../lib/config.ts';
import { type Aws, signedFetch } from '../../local/signed-fetch.ts';
import { benchBundle, settingsFileOf } from '../bench-bundle.ts';
import type { Subject } from './warm-calls.ts';

const secretName = 'bench/delivery-key';

/** Puts a signing key where deployed stages keep theirs. */
export const keepKey = async (aws: Aws): Promise<void> => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const SecretString = privateKey.export({ type: 'pkcs8', format: 'pem' });
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'secretsmanager.CreateSecret',
  };
  await signedFetch(aws, {
    service: 'secretsmanager',
    headers,
    body: JSON.stringify({ Name: secretName, SecretString }),
  });
};

/** The same in a stage with a distribution: the emulator has none, but the signer runs. */
export const withCloudFront = (
  { name, environment, ...subject }: Subject,
  { lambda, scratch }: { lambda: string; scratch: string },
): Subject => {
  const cloudFront = { domain: 'd111111abcdef8.cloudfront.net', keyPairId: 'K2JCJMDEHXQW5F' };
  const settings = settingsFileOf(stageConfig('local'), cloudFront);
  const theirs = benchBundle(lambda, path.join(scratch, 'cloud-front'), settings);
  return {
    ...subject,
    file: theirs.file,
    name: `${name}, CloudFront`,
    environment: { ...environment, ...theirs.environment, DELIVERY_KEY_SECRET: secretName },
  };
};
