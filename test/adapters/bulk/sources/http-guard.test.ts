import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { allowedUrl, type HttpPolicy, type Resolve } from '../../../../adapters/aws/http-guard.ts';
import { HttpReader } from '../../../../adapters/bulk/sources/http-reader.ts';
import { type FileServer, readAll, serving, startFileServer } from './file-server.ts';

let server: FileServer;

beforeEach(async () => {
  server = await startFileServer();
  server.handle(serving(new Map([['a.jpg', Buffer.from('bytes')]])));
});

afterEach(() => server.stop());

/** A resolver with these answers in turn. `asked` lists the questions. */
const resolving = (...answers: string[][]): { resolve: Resolve; asked: string[] } => {
  const asked: string[] = [];
  const resolve: Resolve = async (host) => {
    asked.push(host);
    return (answers[Math.min(asked.length, answers.length) - 1] ?? []).map((address) => ({
      address,
      family: address.includes(':') ? 6 : 4,
    }));
  };
  return { resolve, asked };
};

const read = async (url: string, policy: HttpPolicy, resolve?: Resolve): Promise<string> => {
  const reader = new HttpReader(policy, resolve);
  try {
    return (await readAll((await reader.open(url)).body)).toString();
  } finally {
    reader.close();
  }
};

const named = (): string => `http://media.test:${server.port}/a.jpg`;
const policy = (allowPrivate: boolean): HttpPolicy => ({
  allowedHosts: [`media.test:${server.port}`, server.host],
  allowPrivate,
});

describe('which URLs may be asked for', () => {
  const only = { allowedHosts: ['media.example.com'] };

  it.each([
    ['another host', 'https://evil.example.com/a'],
    ['a host that begins like it', 'https://media.example.com.evil.com/a'],
    ['a host that is put in as a user', 'https://media.example.com@evil.com/a'],
    ['another port', 'https://media.example.com:8443/a'],
    ['user name and password', 'https://user:pass@media.example.com/a'],
    ['a file', 'file:///etc/passwd'],
    ['another protocol', 'gopher://media.example.com/a'],
    ['no URL', 'media.example.com/a'],
  ])('not %s', (_what, url) => {
    expect(() => allowedUrl(url, only)).toThrow(expect.objectContaining({ name: 'InvalidInput' }));
  });

  it.each([
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '0177.0.0.1',
    '127.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '169.254.169.254',
  ])('not %s, even when it is on the list', (host) => {
    const url = `http://${host}/latest/meta-data`;
    expect(() => allowedUrl(url, { allowedHosts: [new URL(url).host] })).toThrow(
      expect.objectContaining({ name: 'InvalidInput' }),
    );
  });

  it('never metadata, even when private networks are allowed', () => {
    const greedy = { allowedHosts: ['169.254.169.254'], allowPrivate: true };
    expect(() => allowedUrl('http://169.254.169.254/latest', greedy)).toThrow(
      expect.objectContaining({ name: 'InvalidInput' }),
    );
  });

  it('and a refusal repeats nothing but the host', () => {
    expect(() => allowedUrl('https://evil.example.com/a?token=secret', only)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('secret') }),
    );
  });
});

describe('where a name leads', () => {
  it('is asked once, and what was checked is what is connected to', async () => {
    const { resolve, asked } = resolving(['127.0.0.1'], ['169.254.169.254']);
    expect(await read(named(), policy(true), resolve)).toBe('bytes');
    expect(asked).toEqual(['media.test']);
  });

  it('is checked again for every connection: DNS that answers otherwise later gains nothing', async () => {
    const { resolve } = resolving(['127.0.0.1'], ['169.254.169.254']);
    await read(named(), policy(true), resolve);
    await expect(read(named(), policy(true), resolve)).rejects.toMatchObject({
      name: 'InvalidInput',
      message: expect.stringContaining('metadata'),
    });
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['a private address', ['127.0.0.1']],
    ['a private address in IPv6 clothes', ['::ffff:127.0.0.1']],
    ['a public and a private one', ['1.1.1.1', '127.0.0.1']],
  ])('may not be %s', async (_what, addresses) => {
    await expect(read(named(), policy(false), resolving(addresses).resolve)).rejects.toMatchObject({
      name: 'InvalidInput',
    });
    expect(server.requests).toEqual([]);
  });

  it('may not be nowhere', async () => {
    await expect(read(named(), policy(true), resolving([]).resolve)).rejects.toMatchObject({
      name: 'TransientFault',
    });
  });

  it('can be unknown for now', async () => {
    const failing: Resolve = () =>
      Promise.reject(Object.assign(new Error('no'), { code: 'EAI_AGAIN' }));
    await expect(read(named(), policy(true), failing)).rejects.toMatchObject({
      name: 'TransientFault',
    });
  });
});

describe('redirects', () => {
  it.each([301, 302, 303, 307, 308])(
    'of status %d are not followed, to metadata or anywhere',
    async (status) => {
      server.handle((_request, response) =>
        response.writeHead(status, { location: 'http://169.254.169.254/latest/meta-data' }).end(),
      );
      await expect(read(`${server.url}a.jpg`, policy(true))).rejects.toMatchObject({
        name: 'InvalidInput',
        message: expect.stringContaining('redirect'),
      });
      expect(server.requests).toHaveLength(1);
    },
  );
});
