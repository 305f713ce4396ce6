import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { buildConsole } from '../../lib/operations/console-build.ts';
import { ConsoleServer } from '../../tools/console/console-server.ts';
import { startChromium } from '../client/chromium.ts';
import { CannedApi, problem } from './canned-api.ts';
import { FakeIssuer } from './fake-issuer.ts';
import { failedTimeline } from './samples/orders.ts';

let browser: Browser;
let issuer: FakeIssuer;
let server: ConsoleServer;
let api: CannedApi;
const faults: string[] = [];

beforeAll(async () => {
  browser = await startChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  api = new CannedApi().answer('GET /orders/ord_1/timeline', { body: failedTimeline() });
  issuer = await new FakeIssuer().start();
  const signOutUrl = `${issuer.origin}/logout`;
  const oidc = { kind: 'oidc', issuer: issuer.origin, clientId: 'console', scope: 'openid email' };
  server = await new ConsoleServer({
    folder: await buildConsole(),
    config: {
      stage: 'prod',
      signIn: { ...oidc, kind: 'oidc', signOutUrl },
      adminGroup: 'admin',
      viewerGroup: 'viewer',
    },
    fileOrigins: [],
    issuerOrigins: [issuer.origin],
    getToken: () => Promise.reject(new Error('nobody signs in locally')),
    api: api.handle,
  }).start();
});
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  await server.stop();
  await issuer.stop();
  expect(faults).toEqual([]);
  expect(api.departures).toEqual([]);
});

const open = async (path: string): Promise<Page> => {
  const page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(120_000);
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text()))
      faults.push(message.text());
  });
  await page.goto(`${server.origin}${path}`);
  return page;
};

describe('a sign-in at an issuer', () => {
  it('is by code with PKCE and leads to the page that was asked for', async () => {
    const page = await open('/orders/ord_1?x=1#files');
    await page.getByRole('heading', { name: 'What happened' }).waitFor();
    expect(page.url()).toBe(`${server.origin}/orders/ord_1?x=1#files`);
    expect(issuer.grants).toEqual(['authorization_code PKCE']);
    expect(issuer.visits[0]?.searchParams.get('redirect_uri')).toBe(`${server.origin}/sign-in`);
    await page.getByRole('button', { name: /you@example.com/ }).waitFor();
  });

  it('survives a reload, and leaves no token in the browser’s storage', async () => {
    const page = await open('/orders/ord_1');
    await page.getByRole('heading', { name: 'What happened' }).waitFor();
    const stored = await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
    );
    expect(stored).not.toMatch(/token|refresh/);
    await page.reload();
    await page.getByRole('heading', { name: 'What happened' }).waitFor();
    expect(page.url()).toBe(`${server.origin}/orders/ord_1`);
  });

  it('is renewed with the refresh token when the API no longer takes the access token', async () => {
    api.answer('GET /orders/ord_1/timeline', ({ token }) =>
      issuer.grants.length > 1 && token === issuer.lastToken
        ? { body: failedTimeline() }
        : problem(401, 'not-signed-in', 'The token has expired.'),
    );
    const page = await open('/orders/ord_1');
    await page.getByRole('heading', { name: 'What happened' }).waitFor();
    expect(issuer.grants).toEqual(['authorization_code PKCE', 'refresh_token']);
  });

  it('ends at the issuer, too', async () => {
    const page = await open('/orders/ord_1');
    await page.getByRole('button', { name: /you@example.com/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.waitForURL(`${issuer.origin}/logout**`);
    const { searchParams } = new URL(page.url());
    expect(Object.fromEntries(searchParams)).toEqual({
      client_id: 'console',
      logout_uri: server.origin,
    });
  });
});
