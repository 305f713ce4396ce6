import type { S3Client } from '@aws-sdk/client-s3';
import type { Credentials } from '../adapters/aws/aws-credentials.ts';
import type { AwsAccess } from '../adapters/aws/client-settings.ts';
import { lookAtOpenFiles, socketsWithin } from '../adapters/bulk/transfer/engine/open-files.ts';
import { placeAt, type S3Place, serviceUrl } from '../adapters/bulk/transfer/s3/s3-place.ts';
import type { SourcePlanOf } from '../core/bulk/model/source-plan.ts';
import { assertProfile } from './aws-profile.ts';
import { CommandProblem } from './command-problem.ts';
import { caBundle, proxyFor, tlsOf } from './network.ts';
import type { Settings } from './settings.ts';

/** How one side is reached, and as whom. */
export type Access = Required<AwsAccess> & { addressing: S3Place['addressing'] };

const signIn =
  'Sign in as for the AWS CLI (AWS_PROFILE, aws sso login), or set AWS_ACCESS_KEY_ID and ' +
  'AWS_SECRET_ACCESS_KEY.';

const local: Credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** The destination and the stage. The local emulator takes any credentials. */
export const targetAccess = (
  settings: Settings,
  place: {
    endpoint?: string | undefined;
    region?: string | undefined;
    addressing?: S3Place['addressing'] | undefined;
  } = {},
): Promise<Access> =>
  accessOf({
    region: place.region ?? settings.region,
    addressing: place.addressing,
    endpoint: place.endpoint ?? settings.endpoint,
    keys: isEmulator(settings, place.endpoint) ? local : undefined,
  });

type Wanted = {
  region: string | undefined;
  endpoint: string | undefined;
  addressing?: S3Place['addressing'] | undefined;
  keys?: Credentials | undefined;
  /** A profile of its own, before everything in the environment. */
  profile?: string | undefined;
};

const accessOf = async (wanted: Wanted): Promise<Access> => {
  let chain: Promise<S3Client> | undefined;
  const theChain = (): Promise<S3Client> => {
    chain ??= defaultChain(wanted);
    return chain;
  };
  const keys =
    wanted.keys ?? (wanted.profile === undefined ? environmentKeys(process.env) : undefined);
  const credentials = async (): Promise<Credentials> => {
    if (keys) return keys;
    const found = await (await theChain()).config
      .credentials()
      .catch(missing('credentials', signIn));
    // The chain would keep them for good, but they end. A tool may write newer ones meanwhile.
    if (found.sessionToken !== undefined && found.expiration === undefined) chain = undefined;
    return found;
  };
  const region =
    regionOf(wanted) ??
    (await (
      await theChain()
    ).config
      .region()
      .catch(missing('AWS region', 'Name one with --region or AWS_REGION.')));
  const { endpoint, addressing } = wanted;
  return { region, endpoint, addressing, credentials, tls: tlsOf };
};

/**
 * Any client brings the whole default chain of credentials and regions. This one makes no calls,
 * and its chain reads the profile files again.
 */
const defaultChain = async ({ profile }: Wanted): Promise<S3Client> => {
  assertProfile(process.env, profile);
  const { S3Client } = await import('@aws-sdk/client-s3');
  const options = { ...(profile !== undefined && { profile }), ignoreCache: true };
  return new S3Client(options);
};

/** The credentials the SDK's chain would find first. Asking the chain is far slower. */
const environmentKeys = (env: NodeJS.ProcessEnv): Credentials | undefined => {
  if (env.AWS_PROFILE || env.AWS_CREDENTIAL_EXPIRATION) return undefined;
  return keysIn(env, 'AWS');
};

/** The credentials in `<prefix>_ACCESS_KEY_ID`, `_SECRET_ACCESS_KEY` and `_SESSION_TOKEN`. */
const keysIn = (
  env: NodeJS.ProcessEnv,
  prefix: 'AWS' | 'KEEPSAKE_SOURCE',
): Credentials | undefined => {
  const accessKeyId = env[`${prefix}_ACCESS_KEY_ID`];
  const secretAccessKey = env[`${prefix}_SECRET_ACCESS_KEY`];
  const sessionToken = env[`${prefix}_SESSION_TOKEN`];
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
};

const missing = (what: string, how: string) => (cause: unknown) => {
  const why = String(cause instanceof Error ? cause.message : cause).replace(/\.$/, '');
  throw new CommandProblem(`No ${what}: ${why}. ${how}`, 2, cause);
};

const regionOf = ({ region, endpoint }: Wanted): string | undefined =>
  // Look-alikes have no regions, but signatures need one.
  region ?? (endpoint === undefined ? undefined : 'us-east-1');

/** A batch of the local stage has the emulator's endpoint on record. */
const isEmulator = ({ local: stage }: Settings, endpoint: string | undefined): boolean =>
  stage !== undefined && (endpoint === undefined || endpoint === stage.endpoint);

/** True when the environment has credentials for the source alone. */
export const hasSourceKeys = (env: NodeJS.ProcessEnv): boolean =>
  keysIn(env, 'KEEPSAKE_SOURCE') !== undefined;

/** The source bucket, with its own credentials if set, else the destination's. */
export const sourceAccess = ({
  region,
  endpoint,
  addressing,
  profile,
}: SourcePlanOf<'s3'>['options']): Promise<Access> =>
  accessOf({
    region,
    endpoint,
    addressing,
    profile,
    keys: profile === undefined ? keysIn(process.env, 'KEEPSAKE_SOURCE') : undefined,
  });

/** The service as the engine reaches it: with proxies and certificates of the environment. */
export const reachedPlace = (access: Access): S3Place => {
  const { addressing } = access;
  const place = placeAt(access);
  const [ca, proxy] = [caBundle(), proxyFor(serviceUrl(place))];
  return {
    ...place,
    ...(addressing !== undefined && { addressing }),
    ...(ca !== undefined && { ca }),
    ...(proxy && { proxy }),
  };
};

/** The SDK keeps unlimited credentials for good, others until 5 minutes before their end. */
const askAgainMs = 10 * 60_000;

/** A client of the SDK for everything that is not hot. */
export const s3ClientOf = async (access: Access): Promise<S3Client> => {
  const { region, endpoint, addressing } = access;
  const { S3Client: Client } = await import('@aws-sdk/client-s3');
  const maxSockets = socketsWithin(lookAtOpenFiles());
  const forcePathStyle = addressing === undefined ? endpoint !== undefined : addressing === 'path';
  return new Client({
    region,
    credentials: askedAgain(access),
    forcePathStyle,
    followRegionRedirects: true,
    ...(endpoint !== undefined && { endpoint }),
    requestHandler: {
      httpAgent: { keepAlive: true, maxSockets },
      httpsAgent: { keepAlive: true, maxSockets, ...tlsOf(serviceUrl(placeAt(access))) },
    },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
};

/** Credentials that the SDK asks for again, because their files may have newer ones by then. */
const askedAgain =
  ({ credentials }: Access) =>
  async () => {
    const expiration = new Date(Date.now() + askAgainMs);
    return { expiration, ...(await credentials()) };
  };
