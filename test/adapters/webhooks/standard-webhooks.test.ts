import { createServer, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Webhook as Verifier } from 'standardwebhooks';
import { SystemClock } from '../../../adapters/aws/system-clock.ts';
import { StandardWebhooks } from '../../../adapters/webhooks/standard-webhooks.ts';
import { listen, urlOf } from '../../listening.ts';

const [older, newer] = ['b2xkZXItc2VjcmV0LTAwMDAw', 'bmV3ZXItc2VjcmV0LTAwMDAw'].map(
  (key) => `whsec_${key}`,
) as [string, string];
const webhook = {
  endpoint: 'shop',
  id: 'evt_1',
  type: 'UploadReceived',
  timestamp: '2030-01-01T00:00:00Z',
  data: { uploadId: 'upl_1' },
};

let status = 204;
const received: { path: string; headers: IncomingHttpHeaders; body: string }[] = [];
const server = createServer(async (request, response) => {
  received.push({ path: `${request.url}`, headers: request.headers, body: await text(request) });
  response.writeHead(status, { location: '/elsewhere' }).end('a long story');
});

beforeAll(async () => {
  await listen(server);
});
afterAll(() => {
  server.close();
});
beforeEach(() => {
  status = 204;
  received.length = 0;
});

const here = (): string => `${urlOf(server)}/hooks`;
const sending = (
  url = here(),
  options: Partial<ConstructorParameters<typeof StandardWebhooks>[0]> = { allowPrivate: true },
  secrets = [newer],
) =>
  new StandardWebhooks({
    endpoints: new Map([['shop', { url, secrets: async () => secrets }]]),
    clock: new SystemClock(),
    ...options,
  });

const verified = (secret: string): unknown => {
  const [{ body, headers } = { body: '', headers: {} }] = received;
  return new Verifier(secret).verify(body, headers as Record<string, string>);
};

describe('a webhook that is sent', () => {
  it('is what the specification’s own library verifies', async () => {
    expect(await sending().send(webhook)).toBe(204);
    const { endpoint: _name, id: _header, ...body } = webhook;
    expect(verified(newer)).toEqual(body);
    expect(received[0]?.headers['webhook-id']).toBe('evt_1');
  });

  it('is verified with either secret while one is replaced, and with no other', async () => {
    await sending(here(), { allowPrivate: true }, [older, newer]).send(webhook);
    expect(verified(older)).toEqual(verified(newer));
    expect(() => verified('whsec_dGhlaXJzLXNlY3JldC0wMDAw')).toThrow(/signature/i);
  });

  it.each([
    ['none', []],
    ['an empty one', ['']],
    ['a bare prefix', ['whsec_']],
  ])('is not sent unsigned where the secret is %s', async (_, secrets) => {
    const sent = sending(here(), { allowPrivate: true }, secrets).send(webhook);
    await expect(sent).rejects.toThrow(/secret/i);
    expect(received).toEqual([]);
  });

  it.each([200, 302, 410, 500])('answers status %i and follows no redirect', async (answer) => {
    status = answer;
    expect(await sending().send(webhook)).toBe(answer);
    expect(received.map(({ path }) => path)).toEqual(['/hooks']);
  });

  it.each(['127.0.0.1', '169.254.169.254', '10.0.0.1', '[::1]', '[fd00:ec2::254]'])(
    'never reaches %s',
    async (host) => {
      const refused = sending(`https://${host}/hooks`, {}).send(webhook);
      await expect(refused).rejects.toMatchObject({ name: 'InvalidInput' });
    },
  );

  it('never reaches a private address behind a public name', async () => {
    const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
    const url = here().replace('127.0.0.1', 'shop.example.com');
    await expect(sending(url, { resolve }).send(webhook)).rejects.toMatchObject({
      name: 'InvalidInput',
    });
    expect(received).toEqual([]);
  });

  it('is transient where nobody answers', async () => {
    const closed = sending('http://127.0.0.1:9/hooks');
    await expect(closed.send(webhook)).rejects.toMatchObject({ name: 'TransientFault' });
  });

  it('is refused for an endpoint that the stage has no more', async () => {
    const gone = sending().send({ ...webhook, endpoint: 'gone' });
    await expect(gone).rejects.toMatchObject({ name: 'NotFound' });
  });
});
