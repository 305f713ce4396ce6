import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SeenCall, startHttpsFront } from '../../../tools/local/emulator/https-front.ts';
import { portOf } from '../../listening.ts';

let received: IncomingHttpHeaders = {};
const seen: SeenCall[] = [];

const emulator = createServer(async (request, answer) => {
  received = request.headers;
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  answer.writeHead(201, { 'x-of': 'the emulator' }).end(Buffer.concat(chunks));
});

let front: Awaited<ReturnType<typeof startHttpsFront>>;
beforeAll(async () => {
  emulator.listen(0, '127.0.0.1');
  await once(emulator, 'listening');
  const emulatorPort = portOf(emulator);
  front = await startHttpsFront({ port: 0, emulatorPort, onCall: (call) => seen.push(call) });
});
afterAll(async () => {
  await front.stop();
  emulator.close();
});

const send = (contentType: string) =>
  fetch(`${front.endpoint}/a/path?with=query`, {
    method: 'PUT',
    headers: { 'content-type': contentType },
    body: '{"of":"a call"}',
  });

describe('the front of the emulator', () => {
  it('hands requests and answers on as they are, and says that they came by HTTPS', async () => {
    const answer = await send('application/json');
    expect([answer.status, answer.headers.get('x-of'), await answer.text()]).toEqual([
      201,
      'the emulator',
      '{"of":"a call"}',
    ]);
    expect(received['x-forwarded-proto']).toBe('https');
    expect(received.host).toBe(new URL(front.endpoint).host);
  });

  it.each([
    ['application/x-amz-json-1.0', '{"of":"a call"}'],
    ['image/jpeg', ''],
  ])('tells of a call with a body of %s', async (contentType, body) => {
    await send(contentType);
    expect(seen.at(-1)).toMatchObject({
      method: 'PUT',
      url: '/a/path?with=query',
      body,
      status: 201,
    });
  });
});

describe('a copy that is held back', () => {
  it('is forgotten once its client is gone, and holds up no other to its key', async () => {
    const emulatorPort = portOf(emulator);
    const released = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    let isHolding = true;
    const holding = await startHttpsFront({
      port: 0,
      emulatorPort,
      beforeCall: async () => {
        if (!isHolding) return;
        held.resolve();
        await released.promise;
      },
    });
    const copy = (signal?: AbortSignal) =>
      fetch(`${holding.endpoint}/bucket/key`, {
        method: 'PUT',
        headers: { 'x-amz-copy-source': '/bucket/other', 'if-none-match': '*' },
        ...(signal && { signal }),
      });
    const client = new AbortController();
    const gone = copy(client.signal).catch(() => 'gone');
    await held.promise;
    client.abort();
    expect(await gone).toBe('gone');
    isHolding = false;
    released.resolve();
    expect((await copy()).status).toBe(201);
    await holding.stop();
  });
});
