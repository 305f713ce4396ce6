import type { Credentials } from '../../adapters/aws/aws-credentials.ts';
import type { PresignerOptions } from '../../adapters/storage/s3-presigner.ts';
import { env, envIfSet } from './environment.ts';
import { clock } from './wiring.ts';

/** Signs with the function's role: a signed URL can do what the function can, no more. */
export const roleSigning = (): PresignerOptions => ({
  region: env('AWS_REGION'),
  credentials: roleCredentials,
  clock: clock(),
  endpoint: envIfSet('AWS_ENDPOINT_URL'),
});

/** Lambda renews credentials by replacing the environment, so these variables are current. */
const roleCredentials = async (): Promise<Credentials> => {
  const sessionToken = envIfSet('AWS_SESSION_TOKEN');
  return {
    accessKeyId: env('AWS_ACCESS_KEY_ID'),
    secretAccessKey: env('AWS_SECRET_ACCESS_KEY'),
    ...(sessionToken !== undefined && { sessionToken }),
  };
};
