import { SignatureV4 } from '@smithy/signature-v4';
import { NodeSha256 } from '../../adapters/aws/node-sha256.ts';
import { LocalProblem } from './local-problem.ts';

/** Which AWS endpoint local code talks to, and as whom. */
export type Aws = {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
};

/**
 * The endpoint with the credentials meant for it: an emulator takes any, another endpoint may want
 * those of the environment.
 */
export const awsAt = (endpoint: string): Aws => {
  const own = process.env.AWS_ENDPOINT_URL === undefined;
  const {
    AWS_ACCESS_KEY_ID: accessKeyId = 'test',
    AWS_SECRET_ACCESS_KEY: secretAccessKey = 'test',
    AWS_REGION,
  } = own ? {} : process.env;
  return {
    endpoint,
    region: AWS_REGION ?? 'us-east-1',
    credentials: { accessKeyId, secretAccessKey },
  };
};

/** One call of an AWS API by its wire protocol. */
export type AwsCall = {
  service: string;
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string;
};

/**
 * Signs and sends it: a whole client library for a single call would not earn its place. Throws
 * `LocalProblem`, `cause` the answer's text.
 */
export const signedFetch = async (
  aws: Aws,
  { service, method = 'POST', path = '/', headers = {}, body }: AwsCall,
): Promise<string> => {
  const { protocol, hostname, port, host } = new URL(aws.endpoint);
  const signer = new SignatureV4({ ...aws, service, sha256: NodeSha256 });
  const request = {
    protocol,
    hostname,
    ...(port && { port: Number(port) }),
    method,
    path,
    query: {},
    headers: { host, ...headers },
    body,
  };
  const signed = await signer.sign(request);
  const response = await fetch(`${aws.endpoint}${path}`, {
    method,
    headers: signed.headers,
    ...(body !== undefined && { body }),
  });
  const text = await response.text();
  if (response.ok) return text;
  throw new LocalProblem(
    `${service} at ${aws.endpoint} answered ${response.status}: ${text.slice(0, 300)}`,
    { cause: text },
  );
};

/** The account the endpoint's credentials belong to; no account id is written down anywhere. */
export const accountAt = async (aws: Aws): Promise<string> => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await signedFetch(aws, {
    service: 'sts',
    headers,
    body: 'Action=GetCallerIdentity&Version=2011-06-15',
  });
  const account = /<Account>(\d+)<\/Account>/.exec(answer)?.[1];
  if (account) return account;
  throw new LocalProblem(
    `${aws.endpoint} does not answer like AWS: sts GetCallerIdentity named no account.`,
  );
};
