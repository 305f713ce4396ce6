import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { freePort } from '../../tools/local/emulator/free-port.ts';
import { snippetsOf } from '../../tools/site/snippets.ts';
import { StubServer } from '../cli/stub-server.ts';
import { importSnippet, snippetFolder } from './snippet-module.ts';

const run = promisify(execFile);
const server = new StubServer();
const secret = `whsec_${Buffer.from('a secret of an endpoint').toString('base64')}`;
let folder: string;

beforeAll(async () => {
  await server.start();
  folder = await mkdtemp(path.join(tmpdir(), 'keepsake-backend-'));
  const [module] = snippetsOf('docs/site/pages/how-to/django.md').filter(
    ({ language }) => language === 'python',
  );
  await writeFile(path.join(folder, 'keepsake.py'), `${module?.code}`);
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

beforeEach(() => {
  server.asked.length = 0;
});

type Route = { POST: (request: Request) => Promise<Response> };

/** The route handlers of the page about Next.js, which reads its settings from the environment. */
const nextRoute = async (index: 0 | 1): Promise<Route> => {
  const settings = { KEEPSAKE_API: server.url, KEEPSAKE_KEY: 'kmk_shop' };
  Object.assign(process.env, settings, { KEEPSAKE_WEBHOOK_SECRET: secret });
  const routes = snippetsOf('docs/site/pages/how-to/nextjs.md').filter(
    ({ language }) => language === 'ts',
  );
  return importSnippet(`${routes[index]?.code}`);
};

const post = (body: unknown, headers: Record<string, string>): Request =>
  new Request('https://shop.example.com/api', {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

const files = [{ uploadId: 'upl_1', role: 'photo', required: true }];
const bearer = { authorization: 'Bearer kst_1' };

describe('the routes of the page about Next.js', () => {
  it('ask whose the uploads are with the customer’s token, and order with the key', async () => {
    server.answer = ({ method }) =>
      method === 'GET'
        ? { body: { uploadId: 'upl_1', ownerId: 'ses_1' } }
        : { status: 201, body: { orderId: 'ord_1' } };
    const { POST } = await nextRoute(0);
    const response = await POST(post({ cart: 'cart-1', files }, bearer));
    expect(await response.json()).toEqual({ orderId: 'ord_1' });
    expect(server.asked).toMatchObject([
      { method: 'GET', path: '/uploads/upl_1', token: 'Bearer kst_1' },
      { method: 'POST', path: '/orders', token: 'Bearer kmk_shop', idempotencyKey: 'cart-1' },
    ]);
    expect(JSON.parse(`${server.asked[1]?.body}`)).toMatchObject({ ownerId: 'ses_1', files });
  });

  it('place nothing without a session, without files, or over a file of somebody else', async () => {
    const problem = { type: 'urn:keepsake:problem:not-found', detail: 'There is no such upload.' };
    server.answer = () => ({ status: 404, body: problem });
    const { POST } = await nextRoute(0);
    const statusOf = async (...sent: Parameters<typeof post>) => (await POST(post(...sent))).status;
    expect(await statusOf({ cart: 'cart-1', files }, {})).toBe(401);
    expect(await statusOf({ cart: 'cart-1', files: [] }, bearer)).toBe(400);
    expect(await statusOf({ cart: 'cart-1', files }, bearer)).toBe(404);
    expect(server.asked.map(({ method }) => method)).toEqual(['GET']);
  });

  it('take signed webhooks alone', async () => {
    const { POST } = await nextRoute(1);
    const body = JSON.stringify({ type: 'UploadReceived', data: { uploadId: 'upl_1' } });
    const statusOf = async (id: string) => (await POST(post(body, signed(body, id)))).status;
    expect(await statusOf('evt_1')).toBe(204);
    expect(await statusOf('evt_2')).toBe(401);
  });
});

/** The headers of a webhook `evt_1`, under an id of its own or another one. */
const signed = (body: string, id: string, at = new Date()) => ({
  'webhook-id': id,
  'webhook-timestamp': `${Math.floor(at.getTime() / 1000)}`,
  'webhook-signature': new Webhook(secret).sign('evt_1', at, body),
});

describe('the receiver of the page about events', () => {
  it('takes signed webhooks alone', async () => {
    const [receiver] = snippetsOf('docs/events.md').filter(({ language }) => language === 'js');
    const port = await freePort();
    // Inside of the project, where its package is found.
    const own = snippetFolder();
    await writeFile(path.join(own, 'receiver.mjs'), `${receiver?.code}`.replace('8080', `${port}`));
    const env = { PATH: process.env.PATH, WEBHOOK_SECRET: secret };
    const child = spawn(process.execPath, ['receiver.mjs'], { cwd: own, env, stdio: 'ignore' });
    const url = `http://127.0.0.1:${port}`;
    const body = JSON.stringify({ type: 'UploadReceived', data: { uploadId: 'upl_1' } });
    const send = (id: string) => fetch(url, { method: 'POST', headers: signed(body, id), body });
    try {
      while (!(await send('evt_2').catch(() => undefined))) await sleep(50);
      expect((await send('evt_1')).status).toBe(204);
      expect((await send('evt_2')).status).toBe(401);
    } finally {
      child.kill();
      await once(child, 'exit');
      await rm(own, { recursive: true });
    }
  });
});

/** Runs lines of Python beside the page's module. Answers what they print, as JSON. */
const python = async (...lines: string[]): Promise<unknown> => {
  const program = ['import json, keepsake', ...lines].join('\n');
  const env = { PATH: process.env.PATH, KEEPSAKE_API: server.url, KEEPSAKE_KEY: 'kmk_shop' };
  const { stdout } = await run('python3', ['-c', program], { cwd: folder, env });
  return JSON.parse(stdout);
};

describe('keepsake.py of the page about Django', () => {
  it('asks whose the uploads are with the customer’s token, and orders with its key', async () => {
    server.answer = ({ method }) =>
      method === 'GET'
        ? { body: { uploadId: 'upl_1', ownerId: 'ses_1' } }
        : { status: 201, body: { orderId: 'ord_1' } };
    const files = `[{"uploadId": "upl_1", "role": "photo", "required": True}]`;
    const amount = `{"value": 49.9, "currency": "EUR"}`;
    const placed = `keepsake.place_order("kst_1", "cart-1", ${files}, ${amount})`;
    expect(await python(`print(json.dumps(${placed}))`)).toEqual({ orderId: 'ord_1' });
    expect(server.asked).toMatchObject([
      { method: 'GET', path: '/uploads/upl_1', token: 'Bearer kst_1' },
      { method: 'POST', path: '/orders', token: 'Bearer kmk_shop', idempotencyKey: 'cart-1' },
    ]);
    expect(JSON.parse(`${server.asked[1]?.body}`)).toEqual({
      ownerId: 'ses_1',
      amount: { value: 49.9, currency: 'EUR' },
      files: [{ uploadId: 'upl_1', role: 'photo', required: true }],
    });
  });

  it.each([
    ['what was signed with the secret', 'evt_1', 0, true],
    ['nothing that was signed under another id', 'evt_2', 0, false],
    ['nothing that is ten minutes old', 'evt_1', 600, false],
  ])('takes %s', async (_what, id, ago, isTaken) => {
    const body = JSON.stringify({ type: 'UploadReceived', data: { uploadId: 'upl_1' } });
    const headers = signed(body, id, new Date(Date.now() - ago * 1000));
    const given = `${JSON.stringify(body)}.encode(), ${JSON.stringify(headers)}, "${secret}"`;
    const event = await python(`print(json.dumps(keepsake.verified(${given})))`);
    expect(event).toEqual(isTaken ? JSON.parse(body) : null);
  });
});
