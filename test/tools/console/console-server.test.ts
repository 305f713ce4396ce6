import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConsoleServer } from '../../../tools/console/console-server.ts';

let folder: string;
let server: ConsoleServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepsake-console-'));
  await writeFile(join(folder, 'index.html'), '<!doctype html>console');
  server = await new ConsoleServer({
    folder,
    config: { stage: 'local', signIn: { kind: 'local' }, adminGroup: 'a', viewerGroup: 'v' },
    fileOrigins: ['http://files.example'],
    getToken: async () => 'token',
    api: async (_request, response, path) => void response.end(path),
  }).start();
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

const get = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${server.origin}${path}`, { redirect: 'manual', ...init });

const cookieAfter = async (url: string): Promise<string | null> =>
  (await fetch(url, { redirect: 'manual' })).headers.get('set-cookie');

/** fetch sets the Host header itself. */
const statusFor = (host: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    request(server.origin, { headers: { host } }, ({ statusCode }) => resolve(statusCode))
      .on('error', reject)
      .end();
  });

describe('the local console', () => {
  it('gives the token to a browser that opened the signed-in address, and to no other', async () => {
    expect((await get('/session', { method: 'POST' })).status).toBe(401);
    const cookie = (await cookieAfter(server.signedInUrl))?.split(';')[0] ?? 'none';
    const answer = await get('/session', { method: 'POST', headers: { cookie } });
    expect(await answer.json()).toEqual({ token: 'token' });
  });

  it('keeps the key from scripts, from other sites and out of the address', async () => {
    const answer = await fetch(`${server.signedInUrl}orders/ord_1?x=1`, { redirect: 'manual' });
    expect(answer.headers.get('set-cookie')).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
    expect(answer.headers.get('location')).toBe('/orders/ord_1?x=1');
  });

  it.each(['/signed-in/wrong/', '/signed-in/', '/signed-in//evil.example/'])(
    'signs nobody in at %s and stays on its site',
    async (path) => {
      const answer = await get(path);
      expect(answer.headers.get('set-cookie')).toBeNull();
      expect(answer.headers.get('location')).toMatch(/^\/(?!\/)/);
    },
  );

  it('answers its page on every path, under its content security policy', async () => {
    const answer = await get('/orders/ord_1');
    expect(await answer.text()).toContain('console');
    expect(answer.headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; " +
        "img-src 'self' http://files.example; media-src http://files.example; " +
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
  });

  it.each(['/assets/../../package.json', '/assets/%2e%2e/x', '/assets/none.js'])(
    'serves no file but its own: %s',
    async (path) => {
      expect(await (await get(path)).text()).not.toContain('"name"');
    },
  );

  it('passes on what is below /api, without that prefix', async () => {
    expect(await (await get('/api/orders?limit=1')).text()).toBe('/orders?limit=1');
  });

  it('refuses another site whose name leads to this machine', async () => {
    expect(await statusFor('evil.example')).toBe(421);
    expect(await statusFor(new URL(server.origin).host)).toBe(200);
  });
});
