import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { violationsOn } from '../browser/accessibility.ts';
import { startChromium } from '../client/chromium.ts';
import { pages, serveSite } from './built-site.ts';

/** A tab for every page in turn: a desktop and a phone, light and dark, and one without scripts. */
type Tabs = { desktop: Page; phone: Page; plain: Page };

let browser: Browser;
let site: Awaited<ReturnType<typeof serveSite>>;
let tabs: Tabs;

const watchShifts = `window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifted += entry.value;
}).observe({ type: 'layout-shift', buffered: true });`;

const tabOf = async (options: BrowserContextOptions): Promise<Page> => {
  const context = await browser.newContext(options);
  await context.addInitScript(watchShifts);
  return context.newPage();
};

const desktop = { width: 1280, height: 800 };
const phone = { width: 390, height: 800 };

beforeAll(async () => {
  [browser, site] = await Promise.all([startChromium(), serveSite()]);
  tabs = {
    desktop: await tabOf({ viewport: desktop, colorScheme: 'light' }),
    phone: await tabOf({ viewport: phone, colorScheme: 'dark' }),
    plain: await tabOf({ viewport: phone, javaScriptEnabled: false }),
  };
});
afterAll(async () => {
  await browser.close();
  await site.stop();
});

const open = (tab: Page, address: string) =>
  tab.goto(`${site.url}${address}`, { waitUntil: 'load' });

/** How far a page moved while it loaded (CLS), and by how many pixels it is too wide. */
const loadingOf = async (tab: Page) => {
  await tab.evaluate('document.fonts.ready');
  await tab.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))');
  const shifted = Number(await tab.evaluate('window.shifted'));
  const wide = Number(await tab.evaluate('document.documentElement.scrollWidth'));
  return { shifted, overflow: Math.max(0, wide - (tab.viewportSize()?.width ?? 0)) };
};

/** The rules of WCAG 2.2 AA that a page breaks, each with its first element. */
const brokenRules = async (tab: Page) =>
  (await violationsOn(tab))
    // An experimental rule; it takes the shortcut's keys beside the word for the button's name.
    .filter(({ id }) => id !== 'label-content-name-mismatch')
    .map(({ id, nodes }) => [id, nodes[0]?.html]);

describe.each(pages())('%s', (address) => {
  it.each([
    ['light on a desktop', 'desktop'],
    ['dark on a phone', 'phone'],
  ] as const)(
    'stands still, fits its window and breaks no rule of WCAG 2.2 AA, %s',
    async (_how, name) => {
      const tab = tabs[name];
      await open(tab, address);
      const { shifted, overflow } = await loadingOf(tab);
      expect(shifted).toBeLessThan(0.01);
      expect(overflow).toBe(0);
      expect(await brokenRules(tab)).toEqual([]);
    },
  );

  it('is read without JavaScript', async () => {
    await open(tabs.plain, address);
    expect(await tabs.plain.locator('h1').isVisible()).toBe(true);
    expect((await tabs.plain.locator('main').innerText()).length).toBeGreaterThan(100);
  });
});

describe('the navigation', () => {
  it('works without JavaScript', async () => {
    const { plain } = tabs;
    await open(plain, '/');
    await plain.locator('main a[href="/tutorial/"]').first().click();
    await plain.waitForURL(`${site.url}/tutorial/`);
    expect(await plain.locator('h1').innerText()).toContain('Tutorial');
  });
});

describe('the search', () => {
  it.each(['desktop', 'phone'] as const)('finds a page by its words, on a %s', async (name) => {
    const tab = tabs[name];
    await open(tab, '/tutorial/');
    await tab.locator('button[data-open-modal]').click();
    await tab.locator('dialog input').fill('webhook secret');
    await tab.locator('dialog a[href^="/reference/payments/"]').first().click();
    await tab.waitForURL(`${site.url}/reference/payments/**`);
    expect(await tab.locator('h1').innerText()).toBe('Payments');
  });
});

describe('an address without a page', () => {
  it('answers 404 with a page that has the search and leads home', async () => {
    const answer = await open(tabs.phone, '/nowhere/');
    expect(answer?.status()).toBe(404);
    expect(await brokenRules(tabs.phone)).toEqual([]);
    await tabs.phone.locator('header a[href="/"]').click();
    await tabs.phone.waitForURL(`${site.url}/`);
  });
});
