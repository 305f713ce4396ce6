import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { Site, startChromium } from '../client/chromium.ts';
import { violationsOn } from './accessibility.ts';
import { KeptTab } from './kept-tab.ts';

const html = '<!doctype html><html lang="en"><title>Page</title><main>A page</main></html>';
const look = { theme: 'dark', viewport: { width: 390, height: 844 } } as const;

let browser: Browser;
let site: Site;
let tab: KeptTab;
const open = (): Promise<Page> => tab.show(`${site.url}/`, look);

beforeAll(async () => {
  browser = await startChromium();
  site = await new Site({ '/': html, '/empty': '<!doctype html>' }).start();
  tab = await KeptTab.open(browser, () => undefined);
});
afterAll(async () => {
  await browser.close();
  await site.stop();
});

const storedIn = (page: Page) =>
  page.evaluate('[localStorage.length, sessionStorage.length, document.cookie]');

describe('a tab that tests share', () => {
  it('has no cookie and nothing stored for the next of them', async () => {
    const page = await open();
    await page.evaluate(`localStorage.setItem('theme', 'dark');
      sessionStorage.setItem('state', '1');
      document.cookie = 'key=1'`);
    expect(await storedIn(page)).toEqual([1, 1, 'key=1']);
    await tab.clear(`${site.url}/empty`);
    expect(await storedIn(await open())).toEqual([0, 0, '']);
  });

  it('runs nothing of the last page while it rests', async () => {
    const page = await open();
    const asked: string[] = [];
    await page.evaluate('setInterval(() => fetch("/again"), 1)');
    await page.waitForRequest('**/again');
    await tab.clear(`${site.url}/empty`);
    page.on('request', (request) => asked.push(request.url()));
    await open();
    expect(asked).toEqual([`${site.url}/`]);
  });

  it('is of the wanted theme and size', async () => {
    const page = await open();
    expect(
      await page.evaluate(`[
        matchMedia('(prefers-color-scheme: dark)').matches,
        matchMedia('(prefers-reduced-motion)').matches,
        innerWidth,
      ]`),
    ).toEqual([true, true, 390]);
  });

  it('refuses a clock, which would outlast the page', async () => {
    const page = await open();
    expect(() => page.clock).toThrow('Open a profile of its own');
  });
});

describe('what hinders people on a page', () => {
  it('is found, and found again once the page has changed', async () => {
    const page = await open();
    const found = async () =>
      (await violationsOn(page)).map(({ id, nodes }) => [id, nodes[0]?.target]);
    expect(await found()).toEqual([]);
    await page.evaluate("document.querySelector('main').append(new Image())");
    expect(await found()).toEqual([['image-alt', ['img']]]);
    await page.evaluate("document.documentElement.removeAttribute('lang')");
    expect((await found()).map(([id]) => id).toSorted()).toEqual(['html-has-lang', 'image-alt']);
  });
});
