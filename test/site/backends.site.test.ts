import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { freePort } from '../../tools/local/emulator/free-port.ts';
import { projectFolder } from '../../tools/local/project-folder.ts';
import { snippetsOf } from '../../tools/site/snippets.ts';
import { StubServer } from '../cli/stub-server.ts';

const run = promisify(execFile);
const server = new StubServer();
const secret = `whsec_${Buffer.from('a secret of an endpoint').toString('base64')}`;
const body = JSON.stringify({ type: 'UploadReceived', data: { uploadId: 'upl_1' } });
const cart = { cart: 'cart-1', files: [{ uploadId: 'upl_1', role: 'photo', required: true }] };
let folder: string;

const signed = (id: string) => ({
  'webhook-id': id,
  'webhook-timestamp': `${Math.floor(Date.now() / 1000)}`,
  'webhook-signature': new Webhook(secret).sign('evt_1', new Date(), body),
});

const blocks = (page: string, language: string): string[] =>
  snippetsOf(`docs/site/pages/how-to/${page}.md`)
    .filter((snippet) => snippet.language === language)
    .map(({ code }) => code);

beforeAll(async () => {
  await server.start();
  server.answer = ({ method }) =>
    method === 'GET'
      ? { body: { uploadId: 'upl_1', ownerId: 'ses_1' } }
      : { status: 201, body: { orderId: 'ord_1' } };
  folder = mkdtempSync(path.join(projectFolder, 'dist', 'backend-'));
  const built = path.join(folder, 'node_modules/@keepsake/client');
  await run(process.execPath, [path.join(projectFolder, 'client/build/main.ts'), built]);
  const express = path.join(projectFolder, 'docs/site/node_modules/express');
  mkdirSync(path.join(folder, 'node_modules'), { recursive: true });
  symlinkSync(express, path.join(folder, 'node_modules/express'));
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

const expectPlaced = (): void => {
  expect(server.asked).toMatchObject([
    { method: 'GET', path: '/uploads/upl_1', token: 'Bearer kst_1' },
    { method: 'POST', path: '/orders', token: 'Bearer kmk_shop', idempotencyKey: 'cart-1' },
  ]);
  server.asked.length = 0;
};

const environment = (port: number) => ({
  PATH: process.env.PATH,
  LANG: 'C.UTF-8',
  KEEPSAKE_API: server.url,
  KEEPSAKE_KEY: 'kmk_shop',
  KEEPSAKE_WEBHOOK_SECRET: secret,
  PORT: `${port}`,
});

describe('the server of the page about Express', () => {
  it('places an order once for its cart, and takes signed webhooks alone', async () => {
    writeFileSync(path.join(folder, 'server.mjs'), `${blocks('express', 'js')[0]}`);
    const port = await freePort();
    const app = spawn(process.execPath, ['server.mjs'], {
      cwd: folder,
      env: environment(port),
      stdio: 'ignore',
    });
    try {
      const url = `http://127.0.0.1:${port}`;
      while (
        !(await fetch(url).then(
          () => true,
          () => false,
        ))
      )
        await sleep(50);
      const headers = { authorization: 'Bearer kst_1', 'content-type': 'application/json' };
      const order = { method: 'POST', headers, body: JSON.stringify(cart) };
      expect(await (await fetch(`${url}/orders`, order)).json()).toEqual({ orderId: 'ord_1' });
      expectPlaced();
      const hear = (id: string) =>
        fetch(`${url}/keepsake`, { method: 'POST', headers: signed(id), body });
      expect((await hear('evt_1')).status).toBe(204);
      expect((await hear('evt_2')).status).toBe(401);
    } finally {
      app.kill();
      await once(app, 'exit');
    }
  });
});

describe('the files of the page about Rails', () => {
  it('place an order once for its cart, and take signed webhooks alone', async () => {
    const [model, controller] = blocks('rails', 'ruby');
    writeFileSync(path.join(folder, 'keepsake.rb'), `${model}`);
    writeFileSync(path.join(folder, 'controller.rb'), `${controller}`);
    await run('ruby', ['-c', 'controller.rb'], { cwd: folder });
    const heard = ['evt_1', 'evt_2'].map((id) => {
      const { 'webhook-timestamp': at, 'webhook-signature': signature } = signed(id);
      const words = `id: "${id}", timestamp: "${at}", signatures: "${signature}"`;
      return `Keepsake.verified(${JSON.stringify(body)}, ${words}, secrets: "${secret}")`;
    });
    const files = `JSON.parse('${JSON.stringify(cart.files)}')`;
    const placed = `Keepsake.place_order("kst_1", "cart-1", ${files}, { value: 49.9, currency: "EUR" })`;
    const program = `require "./keepsake"\nputs JSON.generate([${[placed, ...heard].join(', ')}])`;
    const { stdout } = await run('ruby', ['-e', program], { cwd: folder, env: environment(0) });
    expect(JSON.parse(stdout)).toEqual([{ orderId: 'ord_1' }, JSON.parse(body), null]);
    expectPlaced();
  });
});

describe('the site’s own code', () => {
  it('has the types of its generator', async () => {
    const site = path.join(projectFolder, 'docs/site');
    const env = { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' };
    const { stdout } = await run('npm', ['run', 'check'], { cwd: site, env });
    expect(stdout).toContain('0 errors');
  });
});
