import type { Deployed } from '../../../tools/local/deploy.ts';
import { awsAt, signedFetch } from '../../../tools/local/signed-fetch.ts';

/** The stacks under test, as left by test/jest/start-emulator.ts. */
export const deployed: Deployed = JSON.parse(process.env.KEEPSAKE_LOCAL ?? '{}');

const aws = awsAt(deployed.endpoint);

const targets = {
  sqs: { prefix: 'AmazonSQS', version: '1.0' },
  logs: { prefix: 'Logs_20140328', version: '1.1' },
  'cognito-idp': { prefix: 'AWSCognitoIdentityProviderService', version: '1.1' },
} as const;

/** One call of a JSON service, in plain HTTP: a few calls are not worth another SDK client. */
export const ask = async <Answer>(
  service: keyof typeof targets,
  action: string,
  input: object,
): Promise<Answer> => {
  const { prefix, version } = targets[service];
  const headers = {
    'content-type': `application/x-amz-json-${version}`,
    'x-amz-target': `${prefix}.${action}`,
  };
  return JSON.parse(
    (await signedFetch(aws, { service, headers, body: JSON.stringify(input) })) || '{}',
  ) as Answer;
};

/**
 * Invokes a deployed function by the name of its file in lambdas/, and answers what it answered.
 */
export const invoke = async <Answer>(name: string, event: unknown): Promise<Answer> => {
  const path = `/2015-03-31/functions/${(await functionOf(name)).FunctionName}/invocations`;
  return JSON.parse(
    await signedFetch(aws, { service: 'lambda', path, body: JSON.stringify(event) }),
  ) as Answer;
};

type Fn = {
  FunctionName: string;
  FunctionArn: string;
  Description: string;
  Environment?: { Variables?: Record<string, string> };
  LoggingConfig: { LogGroup: string };
};

type Page = { Functions: Fn[]; NextMarker?: string };

/** Every deployed function of Keepsake. */
export const functions = async (): Promise<Fn[]> => {
  const found: Fn[] = [];
  for (let marker: string | undefined = ''; marker !== undefined; ) {
    const path = `/2015-03-31/functions${marker && `?Marker=${encodeURIComponent(marker)}`}`;
    const page = JSON.parse(
      await signedFetch(aws, { service: 'lambda', method: 'GET', path }),
    ) as Page;
    found.push(...page.Functions);
    marker = page.NextMarker || undefined;
  }
  return found.filter(({ Description }) => Description.startsWith('Keepsake: '));
};

const functionOf = async (name: string): Promise<Fn> => {
  const found = (await functions()).find(({ Description }) => Description === `Keepsake: ${name}`);
  if (!found) throw new Error(`no function ${name} is deployed`);
  return found;
};

/** The environment of a deployed function. */
export const environmentOf = async (name: string): Promise<Record<string, string>> =>
  (await functionOf(name)).Environment?.Variables ?? {};
