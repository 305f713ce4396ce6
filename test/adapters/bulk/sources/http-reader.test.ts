import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HttpReader } from '../../../../adapters/bulk/sources/http-reader.ts';
import { type FileServer, serving, startFileServer } from './file-server.ts';
import { type Asked, readHttp } from './read-http.ts';

const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, index) => index % 251));
let server: FileServer;

beforeEach(async () => {
  server = await startFileServer();
  server.handle(serving(new Map([['a.jpg', bytes]])));
});

afterEach(() => server.stop());

const read = (asked: Partial<Asked> = {}): Promise<Buffer> =>
  readHttp({ url: `${server.url}a.jpg`, ...asked });

const head = async () => {
  const reader = new HttpReader({ allowedHosts: [server.host], allowPrivate: true });
  return reader.head(`${server.url}a.jpg`).finally(() => reader.close());
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
