import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HttpReader } from '../../../../adapters/bulk/sources/http-reader.ts';
import { listen, urlOf } from '../../../listening.ts';
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

/** A server that sends exactly these words, and then nothing or the end. */
const saying = async (
  words: string,
  { thenEnd }: { thenEnd: boolean },
): Promise<{ url: string; stop: () => void }> => {
  const raw = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => (thenEnd ? socket.end(words) : socket.write(words)));
  });
  await listen(raw);
  return {
    url: `${urlOf(raw)}/a.jpg`,
    stop: () => raw.close(),
  };
};

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
    [
      'switches protocols',
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n',
      false,
    ],
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
