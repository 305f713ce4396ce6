import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { hangUp, portOf } from '../../../listening.ts';
import { Setting } from './setting.ts';

type Serve = (request: IncomingMessage, response: ServerResponse) => void;

let setting: Setting;
let server: Server;
let host: string;
let serve: Serve;

beforeEach(async () => {
  setting = await Setting.open();
  server = createServer((request, response) => serve(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  host = `127.0.0.1:${portOf(server)}`;
});
afterEach(async () => {
  await setting.close();
  await hangUp(server);
});

const policy = () => ({ allowedHosts: [host], allowPrivate: true });
const job = () => setting.job('a.jpg', { location: { kind: 'http', url: `http://${host}/a.jpg` } });
const stored = (): Buffer | undefined => setting.s3.bucket.current('moved/a.jpg')?.body;

/** A file that can be asked for from any byte on; breaks off after so many bytes, each time. */
const file =
  (body: Buffer, breaksAfter = Number.POSITIVE_INFINITY): Serve =>
  (request, response) => {
    const [, start] = /bytes=(\d+)-/.exec(request.headers.range ?? '') ?? [];
    const from = Number(start ?? 0);
    const headers = { etag: '"a"', 'accept-ranges': 'bytes', 'content-length': body.length - from };
    response.writeHead(start === undefined ? 200 : 206, {
      ...headers,
      'content-range': `bytes ${from}-${body.length - 1}/${body.length}`,
    });
    if (body.length - from <= breaksAfter) response.end(body.subarray(from));
    else
      response.write(body.subarray(from, from + breaksAfter), () => response.socket?.destroySoon());
  };

describe.each([
  ['small', 1_000],
  ['in parts', 400_000],
])('a file of a web server: %s', (_, bytes) => {
  it('is sent as it arrives', async () => {
    const body = randomBytes(bytes);
    serve = file(body);
    expect(await setting.send(job(), setting.engine({ http: policy() }))).toMatchObject({
      outcome: 'transferred',
      sizeBytes: bytes,
    });
    expect(stored()?.equals(body)).toBe(true);
  });

  it('is sent even when the server does not say how long it is', async () => {
    const body = randomBytes(bytes);
    serve = (_request, response) => {
      response.writeHead(200);
      response.write(body.subarray(0, 500));
      response.end(body.subarray(500));
    };
    expect(await setting.send(job(), setting.engine({ http: policy() }))).toMatchObject({
      outcome: 'transferred',
      sizeBytes: bytes,
    });
    expect(stored()?.equals(body)).toBe(true);
  });

  it('is changed when fewer bytes come than were listed, and no length is said', async () => {
    serve = (_request, response) => void response.writeHead(200).end(randomBytes(bytes - 1));
    const listed = { ...job(), expected: { sizeBytes: bytes } };
    expect(await setting.send(listed, setting.engine({ http: policy() }))).toMatchObject({
      outcome: 'changed',
    });
    expect([stored(), setting.s3.bucket.uploads.size]).toEqual([undefined, 0]);
  });

  it('is taken up where the connection broke', async () => {
    const body = randomBytes(bytes);
    serve = file(body, Math.ceil(bytes / 3));
    expect(await setting.send(job(), setting.engine({ http: policy() }))).toMatchObject({
      outcome: 'transferred',
      attempts: 1,
    });
    expect(stored()?.equals(body)).toBe(true);
  });
});

describe('a web server', () => {
  it('that nobody allowed is not asked', async () => {
    let asked = 0;
    serve = () => {
      asked += 1;
    };
    const http = { allowedHosts: ['media.example.com'], allowPrivate: true };
    expect(await setting.send(job(), setting.engine({ http }))).toMatchObject({
      outcome: 'failed',
      code: 'InvalidInput',
    });
    expect(asked).toBe(0);
  });

  it.each([
    ['says so', true],
    ['says nothing', false],
  ])(
    'that sends more than a file may have and %s: that file fails, and nothing of it is kept',
    async (_what, says) => {
      const body = randomBytes(400_000);
      serve = (_request, response) =>
        void response.writeHead(200, says ? { 'content-length': body.length } : {}).end(body);
      const engine = setting.engine({ http: { ...policy(), maxBytes: 300_000 } });
      expect(await setting.send(job(), engine)).toMatchObject({
        outcome: 'failed',
        message: expect.stringMatching(/more than the 300000 bytes/),
      });
      expect([stored(), setting.s3.bucket.uploads.size]).toEqual([undefined, 0]);
    },
  );

  it('that has no such file fails that file alone', async () => {
    serve = (_request, response) => void response.writeHead(404).end();
    expect(await setting.send(job(), setting.engine({ http: policy() }))).toMatchObject({
      outcome: 'failed',
      code: 'SourceMissing',
    });
  });
});
