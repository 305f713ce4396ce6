import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { buildConsole } from '../../lib/operations/console-build.ts';
import { ConsoleServer } from '../../tools/console/console-server.ts';
import { KeptTab } from '../browser/kept-tab.ts';
import { startChromium } from '../client/chromium.ts';
import { CannedApi, problem } from './canned-api.ts';
import { desktop } from './console-world.ts';
import { FakeIssuer } from './fake-issuer.ts';
import { failedTimeline } from './samples/orders.ts';

let browser: Browser;
let tab: KeptTab;
let issuer: FakeIssuer;
let server: ConsoleServer;
let api: CannedApi;
const alone: Page[] = [];
const faults: string[] = [];

const watch = (page: Page): void => {
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text()))
      faults.push(message.text());
  });
};

beforeAll(async () => {
  browser = await startChromium();
  tab = await KeptTab.open(browser, watch);
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
    api: (request, response, path) => api.handle(request, response, path),
  }).start();
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  await issuer.stop();
});
beforeEach(() => {
  api = new CannedApi().answer('GET /orders/ord_1/timeline', { body: failedTimeline() });
  issuer.reset();
  faults.length = 0;
});
afterEach(async () => {
  await Promise.all(alone.splice(0).map((page) => page.context().close()));
  await tab.clear(`${server.origin}/icon.svg`);
  expect(faults).toEqual([]);
  expect(api.departures).toEqual([]);
});

const open = (path: string): Promise<Page> =>
  tab.show(`${server.origin}${path}`, { theme: 'light', viewport: desktop });

/** In a profile of its own, which a clock needs. */
const openAlone = async (path: string): Promise<Page> => {
  const page = await browser.newPage();
  alone.push(page);
  page.setDefaultTimeout(120_000);
  watch(page);
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

  it('that is left by Back leads to where the operator was, not to the sign-in again', async () => {
    issuer.asks = true;
    const page = await openAlone('/icon.svg');
    await page.goto(`${server.origin}/orders/ord_1`);
    await page.waitForURL(`${issuer.origin}/authorize**`);
    await page.goBack();
    expect(page.url()).toBe(`${server.origin}/icon.svg`);
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

  it.each([
    ['keeps', false],
    ['replaces', true],
  ])('is renewed, again and again, at an issuer that %s the refresh token', async (_, rotates) => {
    issuer.rotates = rotates;
    // Each token is good for one answer.
    let taken = 'none';
    api.answer('GET /orders/ord_1/timeline', ({ token }) => {
      if (token === taken || token !== issuer.lastToken)
        return problem(401, 'not-signed-in', 'The token has expired.');
      taken = token;
      return { body: failedTimeline() };
    });
    const page = await openAlone('/me');
    // On its way to the issuer, the page would break off the next load.
    await page.getByText('What you may do').waitFor();
    await page.clock.install();
    issuer.grants.length = 0;
    await page.goto(`${server.origin}/orders/ord_1`);
    await page.getByRole('heading', { name: 'What happened' }).waitFor();
    for (let renewals = 1; renewals < 3; renewals++) {
      const renewed = page.waitForResponse(`${issuer.origin}/token`);
      await page.clock.runFor(10_000);
      await renewed;
    }
    expect(await page.getByText('out of date').count()).toBe(0);
    expect(issuer.grants).toEqual(['authorization_code PKCE', 'refresh_token', 'refresh_token']);
  });

  it('that is over in mid-typing says so, keeps the text, and begins anew on this page', async () => {
    const page = await open('/orders/ord_1');
    await page.getByRole('button', { name: 'Remove copies' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Type the order id').fill('ord_failed');
    issuer.isOver = true;
    api.everything = problem(401, 'not-signed-in', 'The token has expired.');
    await dialog.getByRole('button', { name: 'Remove copies' }).click();
    await dialog.getByText('Load the page again to sign in, then try again.').waitFor();
    expect(await dialog.getByLabel('Type the order id').inputValue()).toBe('ord_failed');
    api.everything = undefined;
    await page.reload();
    await page.getByRole('heading', { name: 'What happened' }).waitFor();
    expect(page.url()).toBe(`${server.origin}/orders/ord_1`);
  });

  it('that the issuer refused says why, and can be tried again', async () => {
    const page = await open('/sign-in?error=access_denied&error_description=No.&state=x');
    await page.getByText('The sign-in did not work').waitFor();
    await page.getByRole('button', { name: 'Sign in again' }).click();
    await page.getByRole('heading', { name: 'Needs a person' }).waitFor();
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
