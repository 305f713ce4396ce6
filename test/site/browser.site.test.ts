import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { violationsOn } from '../browser/accessibility.ts';
import { startChromium } from '../client/chromium.ts';
import { pages, serveSite } from './built-site.ts';

let browser: Browser;
let site: Awaited<ReturnType<typeof serveSite>>;

beforeAll(async () => {
  [browser, site] = await Promise.all([startChromium(), serveSite()]);
});
afterAll(async () => {
  await browser.close();
  await site.stop();
});

const open = async (address: string, options: object = {}): Promise<Page> => {
  const page = await (await browser.newContext(options)).newPage();
  await page.goto(`${site.url}${address}`, { waitUntil: 'load' });
  return page;
};

const watchShifts = `window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifted += entry.value;
}).observe({ type: 'layout-shift', buffered: true });`;

/** How far a page moves while it loads (CLS), and by how many pixels it is too wide. */
const loadingOf = async (address: string, width: number) => {
  const page = await open('/404.html', { viewport: { width, height: 800 } });
  await page.addInitScript(watchShifts);
  await page.goto(`${site.url}${address}`, { waitUntil: 'load' });
  await page.evaluate('document.fonts.ready');
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))');
  const shifted = Number(await page.evaluate('window.shifted'));
  const wide = Number(await page.evaluate('document.documentElement.scrollWidth'));
  await page.context().close();
  return { shifted, overflow: Math.max(0, wide - width) };
};

describe.each(pages())('%s', (address) => {
  it('breaks no rule of WCAG 2.2 AA, light and dark', async () => {
    for (const colorScheme of ['light', 'dark']) {
      const page = await open(address, { colorScheme });
      // An experimental rule; it takes the shortcut's keys beside the word for the button's name.
      const violations = (await violationsOn(page)).filter(
        ({ id }) => id !== 'label-content-name-mismatch',
      );
      await page.context().close();
      const told = violations.map(({ id, nodes }) => [colorScheme, id, nodes[0]?.html]);
      expect(told).toEqual([]);
    }
  });

  it('stands still while it loads and fits its window, on a phone and on a desk', async () => {
    for (const width of [390, 1280]) {
      const { shifted, overflow } = await loadingOf(address, width);
      expect(shifted).toBeLessThan(0.01);
      expect(overflow).toBe(0);
    }
  });

  it('is read without JavaScript', async () => {
    const page = await open(address, {
      javaScriptEnabled: false,
      viewport: { width: 390, height: 800 },
    });
    expect(await page.locator('h1').isVisible()).toBe(true);
    expect((await page.locator('main').innerText()).length).toBeGreaterThan(100);
    await page.context().close();
  });
});

describe('the navigation', () => {
  it('works without JavaScript', async () => {
    const page = await open('/', { javaScriptEnabled: false });
    await page.locator('main a[href="/tutorial/"]').first().click();
    await page.waitForURL(`${site.url}/tutorial/`);
    expect(await page.locator('h1').innerText()).toContain('Tutorial');
    await page.context().close();
  });
});
