import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext } from 'playwright-core';
import { projectFolder } from '../../tools/local/project-folder.ts';
import { makeSampleFiles } from '../../tools/local/samples/sample-files.ts';
import { buildPage } from '../../tools/local/shop/build-page.ts';
import { type Shop, startShop } from '../../tools/local/shop/shop-server.ts';
import { WatchedPage } from '../browser/watched-page.ts';
import { startChromium } from '../client/chromium.ts';
import { deployed } from '../integration/shared/deployed.ts';

const consoleUrl = 'http://127.0.0.1:9/?key=1';
let shop: Shop;
let browser: Browser;
let context: BrowserContext;
let tab: WatchedPage;
const hindrances: string[] = [];

beforeAll(async () => {
  shop = await startShop({ ...deployed, consoleUrl }, { page: await buildPage(), port: 0 });
  browser = await startChromium();
  context = await browser.newContext();
  tab = await WatchedPage.open(context, shop.url);
});
afterAll(async () => {
  await browser.close();
  await shop.stop();
});

const step = (id: string, state: 'later' | 'now' | 'done') =>
  tab.page.locator(`#${id}[data-state=${state}]`).waitFor();

const orderIdIn = async (page: WatchedPage): Promise<string> =>
  /ord_\w+/.exec(await page.textOf('#order-news:not(:empty)'))?.[0] ?? 'none';

const look = async (where: string): Promise<void> => {
  hindrances.push(...(await tab.hindrances()).map((text) => `${where}: ${text}`));
};

describe('the shop, from the first step to the last', () => {
  it('begins with the upload, and nothing else to do', async () => {
    await step('upload', 'now');
    expect(await tab.page.locator('main > section[data-state=later]').count()).toBe(6);
    await look('upload');
  });

  it('uploads the sample files once, however often they are asked for', async () => {
    await tab.page.dblclick('#use-samples');
    await tab.textOf('#uploaded li:nth-child(4)');
    await tab.page.click('#use-samples');
    await step('order', 'now');
    expect(await tab.page.locator('#uploaded li').count()).toBe(4);
    await look('order');
  });

  it('says when placing the order takes long, and why it cannot be placed', async () => {
    const { promise: noticed, resolve: notice } = Promise.withResolvers<void>();
    await tab.page.route('**/orders', async (route) => {
      await noticed;
      await route.abort();
    });
    await tab.page.click('#place-order');
    expect(await tab.textOf('#order-news:not(:empty)')).toBe('Still at it…');
    notice();
    expect(await tab.textOf('#order-error:not(:empty)')).toContain('Keepsake does not answer');
    await tab.page.unroute('**/orders');
    tab.complaints.length = 0;
  });

  it('places one order, though two tabs ask for it', async () => {
    const other = await WatchedPage.open(context, shop.url);
    await Promise.all([tab, other].map(({ page }) => page.dblclick('#place-order')));
    expect(await orderIdIn(other)).toBe(await orderIdIn(tab));
    await other.page.close();
    await step('pay', 'now');
    await look('pay');
  });

  it('says that a file came too late for the order, and lists it nowhere', async () => {
    const late = { name: 'late.txt', mimeType: 'text/plain', buffer: Buffer.from('Wait for me') };
    await tab.page.locator('#uploader input[type=file]').first().setInputFiles(late);
    expect(await tab.textOf('#upload-error:not(:empty)')).toContain('late.txt');
    expect(await tab.page.locator('#uploaded li').count()).toBe(4);
  });

  it('is where it was after a reload', async () => {
    const orderId = await orderIdIn(tab);
    await tab.page.reload();
    await step('pay', 'now');
    expect(await orderIdIn(tab)).toBe(orderId);
    expect(await tab.page.locator('#uploaded li').count()).toBe(4);
  });

  it('is paid, and moves: each state of the workflow, each file', async () => {
    await tab.page.dblclick('#pay-now');
    await step('saga', 'done');
    const states = await tab.page.locator('#saga-view .states li > :first-child').allTextContents();
    expect(states).toEqual(
      expect.arrayContaining(['Claim order', 'Copy files', 'Verify files', 'Commit order']),
    );
    expect(await tab.page.locator('#saga-view [data-status=verified]').count()).toBe(4);
    await look('saga');
  });

  it('leads to the same order in the operators’ console', async () => {
    const link = tab.page.locator('#saga-view a.console');
    expect(await link.getAttribute('href')).toBe(
      `http://127.0.0.1:9/orders/${await orderIdIn(tab)}?key=1`,
    );
  });

  it('proves every file: role, bytes, SHA-256, and read back here', async () => {
    await step('proof', 'done');
    const rows = await tab.page.locator('#proof-rows tr').allTextContents();
    for (const { bytes } of makeSampleFiles()) {
      const sha256 = createHash('sha256').update(bytes).digest('base64');
      const row = rows.find((text) => text.includes(sha256));
      expect(row).toContain(bytes.length.toLocaleString('en'));
    }
    await tab.page.click('#prove');
    await tab.page.locator('#proof-news', { hasText: 'all 4 are the bytes' }).waitFor();
    await look('proof');
  });

  it('prints a card whose code and link lead to the files', async () => {
    await tab.page.click('#make-card');
    await step('card', 'done');
    const [link] = await Promise.all([context.waitForEvent('page'), tab.page.click('#card-link')]);
    await link.waitForLoadState();
    expect(await link.locator('audio, img').count()).toBe(3);
    await link.close();
    const width = await tab.page.evaluate("document.getElementById('card-code').naturalWidth");
    expect(width).toBeGreaterThan(100);
    await look('card');
  });
});

describe('an order that is made to fail', () => {
  it('shows its copies removed and its refund requested', async () => {
    await tab.page.dblclick('#make-it-fail');
    expect(await tab.textOf('#undone li:nth-child(1)')).toContain('3 copies were removed');
    expect(await tab.textOf('#undone li:nth-child(2)')).toMatch(/49\.90 EUR .*refund-ord_/);
    const states = await tab.page.locator('#fail-view .states li > :first-child').allTextContents();
    expect(states).toEqual(expect.arrayContaining(['Remove our copies', 'Fail order']));
    await look('failed');
  });

  it('is repaired: the lost file is sent again, and the new order is kept', async () => {
    await tab.page.click('#repair');
    await step('fail', 'done');
    expect(await tab.textOf('#fail-news')).toBe('Repaired. Kept: all 4 files are safe.');
    await look('repaired');
  });
});

describe('the shop’s page', () => {
  it('shows the code behind every step as it is in the source', async () => {
    const codes = await tab.page.locator('code[data-source]').all();
    expect(codes).toHaveLength(7);
    for (const code of codes) {
      const file = (await code.getAttribute('data-source')) ?? 'none';
      expect(await code.textContent()).toBe(readFileSync(path.join(projectFolder, file), 'utf8'));
    }
  });

  it('fits a phone', async () => {
    await tab.page.setViewportSize({ width: 360, height: 740 });
    const scrollWidth = await tab.page.evaluate('document.documentElement.scrollWidth');
    expect(scrollWidth).toBeLessThanOrEqual(360);
    await look('phone');
  });

  it('hinders nobody, on any step, in either theme', () => {
    expect(hindrances).toEqual([]);
  });

  it('caused no error and no violation of its policy', () => {
    expect(tab.complaints).toEqual([]);
  });

  it('begins anew when it is told to', async () => {
    await tab.page.click('#start-over');
    await step('upload', 'now');
    expect(await tab.page.locator('#uploaded li').count()).toBe(0);
  });

  it('fits a phone with the longest name, and sets a Hebrew one apart', async () => {
    const hebrew = 'תמונה.txt';
    const files = [`${'x'.repeat(251)}.txt`, hebrew].map((name) => ({
      name,
      mimeType: 'text/plain',
      buffer: Buffer.from(name),
    }));
    await tab.page.locator('#uploader input[type=file]').first().setInputFiles(files);
    await tab.page.locator('#uploaded bdi', { hasText: hebrew }).waitFor();
    await tab.page.locator('#uploaded bdi', { hasText: 'xxx' }).waitFor();
    const scrollWidth = await tab.page.evaluate('document.documentElement.scrollWidth');
    expect(scrollWidth).toBeLessThanOrEqual(360);
  });

  it('names the file that was refused', async () => {
    const empty = { name: 'empty.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(0) };
    await tab.page.locator('#uploader input[type=file]').first().setInputFiles(empty);
    expect(await tab.textOf('#upload-error:not(:empty)')).toMatch(/^empty\.jpg: .*refused/);
  });
});

describe('the shop’s server', () => {
  it('answers its own page alone', async () => {
    const call = (headers: Record<string, string>) =>
      fetch(`${shop.url}/payments`, { method: 'POST', headers, body: '{}' });
    expect((await call({ origin: 'http://evil.test' })).status).toBe(403);
    expect((await call({ origin: shop.url })).status).toBe(409);
  });
});
