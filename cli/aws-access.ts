import { S3Client } from '@aws-sdk/client-s3';
import type { Credentials } from '../adapters/aws-credentials.ts';
import { CommandProblem } from './command-problem.ts';
import type { Settings } from './settings.ts';

/** How one side is reached, and as whom. */
export type Access = { region: string; endpoint: string | undefined; credentials: () => Promise<Credentials> };

type Wanted = { region: string | undefined; endpoint: string | undefined; keys?: Credentials | undefined };

const missing = (what: string, how: string) => (cause: unknown) => {
  throw new CommandProblem(`No ${what}: ${cause instanceof Error ? cause.message : cause} ${how}`, 2, cause);
};

const signIn = 'Sign in as for the AWS CLI (AWS_PROFILE, aws sso login), or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.';

const regionOf = async ({ region, endpoint }: Wanted, client: S3Client): Promise<string> => {
  if (region !== undefined) return region;
  // Look-alikes have no regions, but signatures need one.
  if (endpoint !== undefined) return 'us-east-1';
  return client.config.region().catch(missing('AWS region.', 'Name one with --region or AWS_REGION.'));
};

const accessOf = async (wanted: Wanted): Promise<Access> => {
  // Any client brings the whole default chain of credentials; it is not used for calls.
  const client = new S3Client(wanted.keys ? { credentials: wanted.keys } : {});
  const credentials = () => client.config.credentials().catch(missing('credentials:', signIn));
  return { region: await regionOf(wanted, client), endpoint: wanted.endpoint, credentials };
};

const local: Credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** The destination and the stage. The local emulator takes any credentials. */
export const targetAccess = (
  settings: Settings,
  place: { endpoint?: string | undefined; region?: string | undefined } = {},
): Promise<Access> =>
  accessOf({
    region: place.region ?? settings.region,
    endpoint: place.endpoint ?? settings.endpoint,
    keys: settings.local && place.endpoint === undefined ? local : undefined,
  });

const sourceKeys = (env: NodeJS.ProcessEnv): Credentials | undefined => {
  const { KEEPSAKE_SOURCE_ACCESS_KEY_ID: accessKeyId, KEEPSAKE_SOURCE_SECRET_ACCESS_KEY: secretAccessKey } = env;
  return accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined;
};

/** The bucket files come from: with credentials of its own where they are set, else with the destination's. */
export const sourceAccess = (options: Readonly<Record<string, string>>): Promise<Access> =>
  accessOf({ region: options.region, endpoint: options.endpoint, keys: sourceKeys(process.env) });

/** A client of the SDK for everything that is not hot. */
export const s3ClientOf = ({ region, endpoint, credentials }: Access): S3Client =>
  new S3Client({
    region,
    credentials,
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
