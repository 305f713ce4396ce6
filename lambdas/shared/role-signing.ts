import type { Credentials } from '../../adapters/aws/aws-credentials.ts';
import type { PresignerOptions } from '../../adapters/storage/s3-presigner.ts';
import { clock } from './wiring.ts';

/**
 * Lambda renews its role's credentials by replacing the execution environment, so the variables are
 * always current.
 */
const roleCredentials = async (): Promise<Credentials> => {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId = '',
    AWS_SECRET_ACCESS_KEY: secretAccessKey = '',
    AWS_SESSION_TOKEN: sessionToken,
  } = process.env;
  return sessionToken
    ? { accessKeyId, secretAccessKey, sessionToken }
    : { accessKeyId, secretAccessKey };
};

/**
 * Signs with the function's own role. A signed URL can do what the function can do, and no more.
 */
export const roleSigning = (): PresignerOptions => ({
  region: process.env.AWS_REGION ?? '',
  credentials: roleCredentials,
  clock: clock(),
  endpoint: process.env.AWS_ENDPOINT_URL,
});
