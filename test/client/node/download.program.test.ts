import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createPlain, type RequestListener, type Server } from 'node:http';
import { createServer as createTls } from 'node:https';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { portOf } from '../../listening.ts';
import { certificate } from '../../tls/certificate.ts';
import { NodeWorld } from '../node-world.ts';

/** A host of this machine that counts as another machine: no name of loopback that is known. */
const farHost = '127.0.0.2';

const trusted = getCACertificates('default');
beforeAll(() => {
  setDefaultCACertificates([...trusted, `${certificate(farHost).cert}`]);
});
afterAll(() => setDefaultCACertificates(trusted));

let world: NodeWorld;
const servers: Server[] = [];
beforeEach(async () => {
  world = await new NodeWorld().start();
});
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  await world.stop();
});

const listening = async (server: Server, host: string): Promise<string> => {
  servers.push(server);
  await once(server.listen(0, host), 'listening');
  return `${host}:${portOf(server)}`;
};

const overTls = async (listener: RequestListener): Promise<string> =>
  `https://${await listening(createTls(certificate(farHost), listener), farHost)}`;

/** A server over plain HTTP that counts its requests. */
const plain = async (host: string, listener: RequestListener) => {
  const asked: (string | undefined)[] = [];
  const url = await listening(
    createPlain((request, response) => {
      asked.push(request.headers.authorization);
      listener(request, response);
    }),
    host,
  );
  return { asked, url: `http://${url}` };
};

const song: RequestListener = (_request, response) => {
  response.setHeader('content-type', 'audio/mpeg').end('a song');
};

const to =
  (location: () => string): RequestListener =>
  (_request, response) => {
    response.writeHead(302, { location: location() }).end();
  };

const ensured = async (url: string): Promise<string> => {
  const { path, dispose } = await world.client().ensure(url, { category: 'audio' });
  const text = readFileSync(path, 'utf8');
  await dispose();
  return text;
};

describe('ensure of a URL that redirects', () => {
  it('has the file that it leads to, over https', async () => {
    const last = await overTls(song);
    const first = await overTls(to(() => `${last}/a.mp3`));
    expect(await ensured(`${first}/moved`)).toBe('a song');
  });

  it('follows a path of the same server', async () => {
    const listener: RequestListener = (request, response) =>
      (request.url === '/a.mp3' ? song : to(() => '/a.mp3'))(request, response);
    expect(await ensured(`${await overTls(listener)}/moved`)).toBe('a song');
  });

  it.each(['127.0.0.1', farHost])('asks nothing over plain HTTP on its way: %s', async (host) => {
    const back = await overTls(song);
    const { asked, url } = await plain(
      host,
      to(() => back),
    );
    const first = await overTls(to(() => url));
    await expect(ensured(`${first}/a.mp3`)).rejects.toThrow('ensure() fetches https: URLs only');
    expect(asked).toEqual([]);
  });

  it.each(['file:///etc/passwd', 'data:text/plain,x', 'ftp://files.example.com/a', 'https://['])(
    'is led to no other scheme: %s',
    async (location) => {
      const led = ensured(`${await overTls(to(() => location))}/a.mp3`);
      await expect(led).rejects.toMatchObject({ name: 'TypeError' });
    },
  );

  it('ends in a circle', async () => {
    const { asked, url } = await plain(
      '127.0.0.1',
      to(() => '/again'),
    );
    await expect(ensured(`${url}/a.mp3`)).rejects.toMatchObject({ status: 302 });
    expect(asked).toHaveLength(6);
  });

  it('sends the password of one server to no other', async () => {
    const { asked, url } = await plain('127.0.0.1', song);
    const first = await plain(
      '127.0.0.1',
      to(() => `${url}/a.mp3`),
    );
    expect(await ensured(`${first.url.replace('//', '//me:word@')}/b.mp3`)).toBe('a song');
    expect([first.asked, asked]).toEqual([[expect.stringMatching(/^Basic /)], [undefined]]);
  });
});

describe('bytes that were packed', () => {
  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
  ])('for their way are unpacked by ensure: %s', async (encoding, pack) => {
    const { url } = await plain('127.0.0.1', (_request, response) => {
      response.setHeader('content-encoding', encoding).end(pack('a song'));
    });
    expect(await ensured(`${url}/a.mp3`)).toBe('a song');
  });

  it('in storage are the file: it was migrated with its Content-Encoding', async () => {
    const bytes = gzipSync('let a;');
    const { uploadId } = await world.client().upload(bytes, { category: 'video', filename: 'a' });
    world.api.fault = ({ method, path }) =>
      method === 'GET' && path.startsWith('/s3/')
        ? { status: 200, headers: { 'content-encoding': 'gzip' }, body: bytes }
        : undefined;
    const here = await world.client().withLocalFile(uploadId, async (path) => readFileSync(path));
    expect(here.equals(bytes)).toBe(true);
  });
});
