import { S3Client } from '@aws-sdk/client-s3';
import { type AwsCall, signedFetch } from '../../local/signed-fetch.ts';
import { FirstDeployProblem } from '../first-deploy-problem.ts';

type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

/**
 * The operator who runs the script: credentials and region as the SDK finds them, and calls of AWS
 * APIs that would need a client for a single call.
 */
export type Operator = {
  region: string;
  /** Set when it is not AWS. */
  endpoint: string | undefined;
  credentials: () => Promise<Credentials>;
  /** One signed call by the service's wire protocol; returns the text. Throws `LocalProblem`. */
  call(call: AwsCall): Promise<string>;
};

/** Finds credentials and region like the AWS CLI. Throws `FirstDeployProblem` without. */
export const findOperator = async (endpoint: string | undefined): Promise<Operator> => {
  // Any client brings the whole default chain. This one makes no calls.
  const { config } = new S3Client({});
  const region = await config.region().catch((error: unknown) => missing('region', error));
  await config.credentials().catch((error: unknown) => missing('credentials', error));
  const call = async (request: AwsCall): Promise<string> => {
    const place = endpoint === undefined ? placeOf(request.service, region) : { endpoint, region };
    return signedFetch({ ...place, credentials: await config.credentials() }, request);
  };
  return { region, endpoint, credentials: config.credentials, call };
};

const missing = (what: string, cause: unknown): never => {
  const said = cause instanceof Error ? cause.message : cause;
  throw new FirstDeployProblem(
    `No AWS ${what}: ${said}. Sign in as for the AWS CLI (AWS_PROFILE, AWS_REGION, aws sso ` +
      'login) and try again.',
    {
      cause,
    },
  );
};

// IAM is one service for all regions, and answers in one.
const placeOf = (service: string, region: string) =>
  service === 'iam'
    ? { endpoint: 'https://iam.amazonaws.com', region: 'us-east-1' }
    : { endpoint: `https://${service}.${region}.amazonaws.com`, region };

/** The wire protocol of older services: a form in, XML out. */
export const query = (
  { call }: Operator,
  service: string,
  input: Readonly<Record<string, string>>,
): Promise<string> =>
  call({
    service,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(input).toString(),
  });

/** Services whose JSON protocol is 1.1 (their Smithy models); the others used here have 1.0. */
const json11: readonly string[] = [
  ...['logs', 'ssm', 'secretsmanager', 'cognito-idp', 'servicequotas', 'codedeploy', 'kms'],
];

/** The protocol of newer services: JSON in and out; `target` is the prefixed operation. */
export const json = async <Answer>(
  { call }: Operator,
  service: string,
  target: string,
  input: object,
): Promise<Answer> => {
  const version = json11.includes(service) ? '1.1' : '1.0';
  const headers = { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': target };
  return JSON.parse(
    (await call({ service, headers, body: JSON.stringify(input) })) || '{}',
  ) as Answer;
};
