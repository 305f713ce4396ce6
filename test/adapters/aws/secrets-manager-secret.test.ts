import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { SecretsManagerSecret } from '../../../adapters/aws/secrets-manager-secret.ts';
import { FixedClock } from '../../fakes/shared/fixed-clock.ts';
import { urlOf } from '../../listening.ts';
import { serverSignature } from './server-signature.ts';

const role = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' };

type Request = { method: string; path: string; headers: IncomingHttpHeaders; body: string };

let server: Server | undefined;

afterEach(() => {
  server?.close();
});

/** Secrets Manager as this test needs it. */
const serving = async (status: number, answer: string) => {
  const requests: Request[] = [];
  server = createServer(async (request, response) => {
    const { method = '', url: path = '', headers } = request;
    requests.push({ method, path, headers, body: await text(request) });
    response.writeHead(status).end(answer);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server?.once('listening', resolve));
  const endpoint = urlOf(server);
  return { requests, endpoint };
};

const readFrom = (endpoint: string) =>
  new SecretsManagerSecret({
    secretId: 'keepsake/prod/delivery-key/abc',
    region: 'eu-central-1',
    credentials: async () => role,
    clock: new FixedClock('2030-01-02T03:04:05Z'),
    endpoint,
  }).read();

describe('a key in Secrets Manager', () => {
  it('is read by its name', async () => {
    const { endpoint, requests } = await serving(200, JSON.stringify({ SecretString: 'PEM' }));
    expect(await readFrom(endpoint)).toBe('PEM');
    expect(requests).toMatchObject([
      {
        method: 'POST',
        path: '/',
        headers: { 'x-amz-target': 'secretsmanager.GetSecretValue' },
        body: '{"SecretId":"keepsake/prod/delivery-key/abc"}',
      },
    ]);
  });

  it('is asked for with the signature the server computes', async () => {
    const { endpoint, requests } = await serving(200, JSON.stringify({ SecretString: 'PEM' }));
    await readFrom(endpoint);
    const [{ method, headers, body }] = requests as [Request];
    const [, scope = '', signedHeaders = '', signature] =
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/(\S+), SignedHeaders=(\S+), Signature=(\w+)$/.exec(
        headers.authorization ?? '',
      ) ?? [];
    const received = {
      method,
      url: new URL(endpoint),
      headers: headers as Record<string, string>,
      body,
      date: '20300102T030405Z',
    };
    expect(signature).toBe(
      serverSignature(role.secretAccessKey, { ...received, scope, signedHeaders }),
    );
    expect([scope, headers['x-amz-security-token']]).toEqual([
      '20300102/eu-central-1/secretsmanager/aws4_request',
      'token',
    ]);
  });

  it.each([
    [
      'throttling',
      400,
      '{"__type":"com.amazonaws.secretsmanager#ThrottlingException"}',
      'TransientFault',
    ],
    ['an internal error', 500, '{"__type":"InternalServiceError"}', 'TransientFault'],
    ['a gateway that speaks no JSON', 502, '<html>', 'TransientFault'],
    ['a missing permission', 400, '{"__type":"AccessDeniedException"}', 'AccessDeniedException'],
    [
      'a missing secret',
      400,
      '{"__type":"ResourceNotFoundException"}',
      'ResourceNotFoundException',
    ],
    ['a secret that is no text', 200, '{"SecretBinary":"AAEC"}', 'UnknownError'],
  ])('tells %s apart', async (_, status, answer, name) => {
    const { endpoint } = await serving(status, answer);
    await expect(readFrom(endpoint)).rejects.toMatchObject({ name });
  });

  it('calls an unreachable endpoint transient', async () => {
    const { endpoint } = await serving(200, '{}');
    server?.close();
    await expect(readFrom(endpoint)).rejects.toMatchObject({
      name: 'TransientFault',
      context: { doing: 'read secret keepsake/prod/delivery-key/abc' },
    });
  });
});
