import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { snippetsOf } from '../../tools/site/snippets.ts';
import { StubServer } from '../cli/stub-server.ts';

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
    const at = new Date(Date.now() - ago * 1000);
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': `${Math.floor(at.getTime() / 1000)}`,
      'webhook-signature': new Webhook(secret).sign('evt_1', at, body),
    };
    const given = `${JSON.stringify(body)}.encode(), ${JSON.stringify(headers)}, "${secret}"`;
    const event = await python(`print(json.dumps(keepsake.verified(${given})))`);
    expect(event).toEqual(isTaken ? JSON.parse(body) : null);
  });
});
