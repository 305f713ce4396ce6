import { type Aws, signedFetch } from '../signed-fetch.ts';

/**
 * The emulator keeps the CORS settings it gets from CloudFormation as they are spelled there and
 * reads them as the API spells them, so every preflight is refused. Sending them back once through
 * the API, as they are spelled there, repairs it; elsewhere this changes nothing.
 */
export const repairCors = async (aws: Aws, apiId: string): Promise<void> => {
  const call = { service: 'apigateway', path: `/v2/apis/${apiId}` };
  const { corsConfiguration } = JSON.parse(await signedFetch(aws, { ...call, method: 'GET' })) as {
    corsConfiguration?: object;
  };
  if (!corsConfiguration || !Object.keys(corsConfiguration).some((key) => /^[A-Z]/.test(key)))
    return;
  const body = JSON.stringify({ corsConfiguration: camelCase(corsConfiguration) });
  await signedFetch(aws, {
    ...call,
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body,
  });
};

const camelCase = (values: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      `${key.charAt(0).toLowerCase()}${key.slice(1)}`,
      value,
    ]),
  );
