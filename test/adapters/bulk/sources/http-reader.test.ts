import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { HttpPolicy } from '../../../../adapters/bulk/sources/http-guard.ts';
import { type HttpRange, HttpReader } from '../../../../adapters/bulk/sources/http-reader.ts';
import { type FileServer, readAll, serving, startFileServer } from './file-server.ts';

const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, index) => index % 251));

let server: FileServer;

beforeEach(async () => {
  server = await startFileServer();
  server.handle(serving(new Map([['a.jpg', bytes]])));
});

afterEach(() => server.stop());

type Asked = { range?: HttpRange; limits?: Partial<HttpPolicy>; url?: string };

const read = async ({
  range,
  limits = {},
  url = `${server.url}a.jpg`,
}: Asked = {}): Promise<Buffer> => {
  const reader = new HttpReader({
    allowedHosts: [new URL(url).host],
    allowPrivate: true,
    ...limits,
  });
  try {
    return await readAll((await reader.open(url, range)).body);
  } finally {
    reader.close();
  }
};

const head = async () => {
  const reader = new HttpReader({ allowedHosts: [server.host], allowPrivate: true });
  return reader.head(`${server.url}a.jpg`).finally(() => reader.close());
};

/** A server that sends exactly these words, and then nothing or the end. */
const saying = async (
  words: string,
  { thenEnd }: { thenEnd: boolean },
): Promise<{ url: string; stop: () => void }> => {
  const raw = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => (thenEnd ? socket.end(words) : socket.write(words)));
  });
  await new Promise<void>((resolve) => raw.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(raw.address() as AddressInfo).port}/a.jpg`,
    stop: () => raw.close(),
  };
};

describe('reading a file', () => {
  it('gives its bytes, and what the server knows of it', async () => {
    expect((await read()).equals(bytes)).toBe(true);
    expect(await head()).toMatchObject({
      sizeBytes: 100_000,
      etag: '"100000"',
      modifiedAt: '2019-01-01T00:00:00.000Z',
      contentType: 'image/jpeg',
      ranges: true,
    });
  });

  it('gives a part of it', async () => {
    expect((await read({ range: { start: 10, end: 19 } })).equals(bytes.subarray(10, 20))).toBe(
      true,
    );
    expect((await read({ range: { start: 99_990 } })).equals(bytes.subarray(99_990))).toBe(true);
  });

  it.each([
    [404, 'SourceMissing'],
    [410, 'SourceMissing'],
    [416, 'SourceChanged'],
    [401, 'InvalidInput'],
    [403, 'InvalidInput'],
    [204, 'InvalidInput'],
    [408, 'TransientFault'],
    [429, 'TransientFault'],
    [503, 'TransientFault'],
  ])('that is answered with %d is %s', async (status, name) => {
    server.handle((_request, response) => response.writeHead(status).end());
    await expect(read()).rejects.toMatchObject({ name });
  });

  it('that the server does not send in parts is refused when a part was asked for', async () => {
    server.handle((_request, response) => response.end(bytes));
    await expect(read({ range: { start: 10 } })).rejects.toMatchObject({ name: 'InvalidInput' });
  });

  it('is pinned to an ETag when one is given', async () => {
    const part = { start: 10, end: 19 };
    expect(
      (await read({ range: { ...part, etag: '"100000"' } })).equals(bytes.subarray(10, 20)),
    ).toBe(true);
    await expect(read({ range: { ...part, etag: '"another"' } })).rejects.toMatchObject({
      name: 'SourceChanged',
    });
    await expect(read({ range: { ...part, etag: 'W/"weak"' } })).rejects.toMatchObject({
      name: 'SourceChanged',
    });
  });

  it('is another file when a pinned part is answered with the whole', async () => {
    server.handle((_request, response) => response.end(bytes));
    await expect(read({ range: { start: 10, etag: '"v1"' } })).rejects.toMatchObject({
      name: 'SourceChanged',
    });
  });

  it('ends when it is cancelled, and is not asked for again', async () => {
    const reader = new HttpReader({ allowedHosts: [server.host], allowPrivate: true });
    const { body, cancel } = await reader.open(`${server.url}a.jpg`);
    await body.next();
    cancel();
    for await (const _piece of body) break;
    reader.close();
    expect(server.requests).toHaveLength(1);
  });

  it('knows nothing of size where HEAD is unknown', async () => {
    server.handle((_request, response) => response.writeHead(405).end());
    expect(await head()).toEqual({ ranges: false });
  });
});

/** Sends a file and breaks the connection after so many bytes, the first so many times. */
const breaking = (
  after: number,
  times: number,
  changes: () => Record<string, string> = () => ({}),
) => {
  let left = times;
  server.handle((request, response: ServerResponse) => {
    const start = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const headers = {
      etag: '"v1"',
      'accept-ranges': 'bytes',
      'content-length': String(bytes.length - start),
      ...changes(),
    };
    const range =
      start > 0 ? { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` } : {};
    response.writeHead(start > 0 ? 206 : 200, { ...headers, ...range });
    if (left-- <= 0) return response.end(bytes.subarray(start));
    return response.write(bytes.subarray(start, start + after), () =>
      setImmediate(() => response.destroy()),
    );
  });
};

describe('a connection that breaks', () => {
  it('is taken up where it broke', async () => {
    breaking(30_000, 2);
    expect((await read()).equals(bytes)).toBe(true);
    expect(server.requests.map(({ headers }) => [headers.range, headers['if-range']])).toEqual([
      [undefined, undefined],
      [expect.stringMatching(/^bytes=\d+-$/), '"v1"'],
      [expect.stringMatching(/^bytes=\d+-$/), '"v1"'],
    ]);
  });

  it('is given up after five times', async () => {
    breaking(1000, 99);
    await expect(read()).rejects.toMatchObject({ name: 'TransientFault' });
    expect(server.requests).toHaveLength(6);
  });

  it('is not taken up by another file', async () => {
    let version = 0;
    breaking(30_000, 1, () => {
      version += 1;
      return { etag: `"v${version}"` };
    });
    await expect(read()).rejects.toMatchObject({ name: 'SourceChanged' });
  });

  it('is not taken up without a promise that it is the same file', async () => {
    breaking(30_000, 1, () => ({ etag: 'W/"v1"' }));
    await expect(read()).rejects.toMatchObject({ name: 'TransientFault' });
    expect(server.requests).toHaveLength(1);
  });
});

describe('a hostile server', () => {
  it('that announces more than is allowed is left at once', async () => {
    await expect(read({ limits: { maxBytes: 99_999 } })).rejects.toMatchObject({
      name: 'InvalidInput',
      message: expect.stringContaining('99999 bytes'),
    });
  });

  it('that sends more than is allowed without announcing it is left when it does', async () => {
    server.handle((_request, response) => {
      response.writeHead(200);
      const pour = (): void =>
        void response.write(bytes, () => !response.destroyed && setImmediate(pour));
      pour();
    });
    await expect(read({ limits: { maxBytes: 1_000_000 } })).rejects.toMatchObject({
      name: 'InvalidInput',
    });
  });

  it('that compresses what it was asked to send plainly is refused', async () => {
    server.handle((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('x'),
    );
    await expect(read()).rejects.toMatchObject({ name: 'InvalidInput' });
  });

  it.each([
    [
      'sends less than it announced, and ends',
      'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort',
      true,
    ],
    [
      'sends headers without end',
      `HTTP/1.1 200 OK\r\n${'X-Filler: '.padEnd(100, 'x')}\r\n`.padEnd(40_000, 'y'),
      false,
    ],
    ['speaks another protocol', 'SSH-2.0-OpenSSH\r\n', true],
    [
      'announces two lengths',
      'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nbytes',
      true,
    ],
    ['says nothing', '', false],
    ['begins and says no more', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsho', false],
    ['says "continue" for ever', 'HTTP/1.1 100 Continue\r\n\r\n', false],
  ])('that %s fails that file, for now', async (_what, words, thenEnd) => {
    const { url, stop } = await saying(words, { thenEnd });
    await expect(read({ url, limits: { idleMs: 100 } })).rejects.toMatchObject({
      name: 'TransientFault',
    });
    stop();
  });

  it('that sends more than it announced gives what it announced', async () => {
    const { url, stop } = await saying(
      'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nbytes and more',
      { thenEnd: true },
    );
    expect((await read({ url })).toString()).toBe('bytes');
    stop();
  });

  it('that drips is not waited for', async () => {
    server.handle((_request, response) => {
      response.writeHead(200, { 'content-length': '100000' });
      const drip = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(drip));
    });
    await expect(
      read({ limits: { idleMs: 200, minBytesPerSecond: 1_000_000 } }),
    ).rejects.toMatchObject({
      name: 'TransientFault',
      message: expect.stringContaining('too slow'),
    });
  });

  it('that takes longer than a file may is not waited for', async () => {
    server.handle((_request, response) => {
      response.writeHead(200);
      const pour = setInterval(() => response.write(bytes), 20);
      response.on('close', () => clearInterval(pour));
    });
    await expect(read({ limits: { maxMs: 200 } })).rejects.toMatchObject({
      name: 'TransientFault',
    });
  });

  it('is not blamed for a reader that takes its time', async () => {
    const reader = new HttpReader({
      allowedHosts: [server.host],
      allowPrivate: true,
      idleMs: 1000,
    });
    const { body } = await reader.open(`${server.url}a.jpg`);
    let received = 0;
    for await (const piece of body) {
      received += piece.length;
      await new Promise((resolve) => setTimeout(resolve, 1200));
    }
    reader.close();
    expect(received).toBe(bytes.length);
  });
});
