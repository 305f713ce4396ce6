import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { HttpChallenges } from '../../../adapters/sessions/http-challenges.ts';
import { TransientFault } from '../../../core/errors.ts';
import { urlOf } from '../../listening.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A provider on loopback that answers so; tells the forms that it got. */
const provider = async (answer: (response: ServerResponse) => void) => {
  const forms: string[] = [];
  const server = createServer(async (request, response) => {
    let form = '';
    for await (const piece of request) form += piece;
    forms.push(form);
    answer(response);
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return { forms, verifyUrl: `${urlOf(server)}/siteverify` };
};

const challengesAt = (verifyUrl: string, changes = {}) =>
  new HttpChallenges({
    ...{ verifyUrl, secret: async () => 'key & word', timeoutMs: 600_000, allowPrivate: true },
    ...changes,
  });

const says =
  (body: string, status = 200) =>
  (response: ServerResponse) =>
    response.writeHead(status).end(body);

describe('the provider of challenges', () => {
  it.each([
    ['{"success":true,"hostname":"shop.example.com"}', 200, true],
    ['{"success":false,"error-codes":["timeout-or-duplicate"]}', 200, false],
    ['{"success":false,"error-codes":["invalid-input-response"]}', 400, false],
    ['{"success":false,"error-codes":["sitekey-secret-mismatch"]}', 200, false],
    ['{"success":false,"error-codes":"none of ours"}', 200, false],
    ['{"success":false}', 403, false],
  ])('that answers %s with %i: %s', async (body, status, passed) => {
    const { verifyUrl, forms } = await provider(says(body, status));
    expect(await challengesAt(verifyUrl).isPassed('a+b&c')).toBe(passed);
    expect(forms).toEqual(['secret=key+%26+word&response=a%2Bb%26c']);
  });

  it.each([
    ['a page', says('<html>busy</html>', 502)],
    ['JSON without a verdict', says('{"success":"yes"}')],
    ['a redirect', (response: ServerResponse) => response.writeHead(302, { location: '/' }).end()],
    ['more than it has to say', says(`{"success":true,"more":"${'x'.repeat(100_000)}"}`)],
    ['a redirect that says yes', says('{"success":true}', 302)],
    ['a server error that says no', says('{"success":false}', 503)],
    ['too many requests', says('{"success":false}', 429)],
    ['its own trouble', says('{"success":false,"error-codes":["internal-error"]}')],
    ['a list', says('[{"success":true}]')],
    ['a connection that ends', (response: ServerResponse) => response.destroy()],
  ])('that answers with %s is away', async (_, answer) => {
    const { verifyUrl } = await provider(answer as never);
    await expect(challengesAt(verifyUrl).isPassed('a')).rejects.toBeInstanceOf(TransientFault);
  });

  it.each([
    ['does not answer', () => {}],
    ['never ends its answer', (response: ServerResponse) => response.write('{"success":true}')],
  ])('that %s in time is away', async (_, answer) => {
    const { verifyUrl } = await provider(answer as never);
    const asked = challengesAt(verifyUrl, { timeoutMs: 50 }).isPassed('a');
    await expect(asked).rejects.toBeInstanceOf(TransientFault);
  });

  it.each(['missing-input-secret', 'invalid-input-secret'])(
    'that answers %s is asked with a wrong secret: a fault of the stage, which lets nobody pass',
    async (code) => {
      const { verifyUrl } = await provider(says(`{"success":false,"error-codes":["${code}"]}`));
      const failed = await challengesAt(verifyUrl)
        .isPassed('a')
        .catch((error: unknown) => error);
      expect(failed).toMatchObject({ message: expect.stringContaining(code) });
      expect(failed).not.toBeInstanceOf(TransientFault);
    },
  );

  it('is not asked at a private address, whichever name leads there', async () => {
    const { forms, verifyUrl } = await provider(says('{"success":true}'));
    const resolve = async () => [{ address: '169.254.169.254', family: 4 }];
    for (const [url, changes] of [
      [verifyUrl, { allowPrivate: false }],
      ['https://challenges.example.com/verify', { allowPrivate: false, resolve }],
    ] as const)
      await expect(challengesAt(url, changes).isPassed('a')).rejects.toThrow('is not asked');
    expect(forms).toEqual([]);
  });
});
