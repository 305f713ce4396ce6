import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Locator, Page } from 'playwright-core';

const patienceMs = 60_000;

const areShown =
  '[...document.images].every(({ complete, naturalWidth }) => complete && naturalWidth)';

/** Walks through the shop as a newcomer does, and takes its pictures. */
export const takeShopPictures = async (
  browser: Browser,
  shopUrl: string,
  folder: string,
): Promise<void> => {
  const take = cameraIn(folder);
  const page = await visit(browser, shopUrl);
  await take('shop', page);
  await buy(page);
  await take('shop-migration', page.locator('#saga'));
  await page.click('#make-card');
  await stepOf(page, 'card', 'done').waitFor();
  await untilShown(page);
  await take('shop-card', page.locator('#card'));
  const card = await openCard(page);
  await take('permalink', card);
  await page.click('#make-it-fail');
  await page.locator('#undone li').first().waitFor();
  await take('shop-failed', page.locator('#fail'));
  await page.context().close();
};

/** Takes a picture under a name. */
type Camera = (name: string, what: Locator | Page) => Promise<void>;

const cameraIn =
  (folder: string): Camera =>
  async (name, what) => {
    await what.screenshot({ path: path.join(folder, `${name}.png`), animations: 'disabled' });
  };

const visit = async (browser: Browser, url: string): Promise<Page> => {
  const context = await browser.newContext({ viewport: { width: 920, height: 640 } });
  const page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  await page.goto(url);
  return page;
};

const buy = async (page: Page): Promise<void> => {
  await page.click('#use-samples');
  await page.locator('#uploaded li:nth-child(4)').waitFor();
  await page.click('#place-order');
  await page.click('#pay-now');
  await stepOf(page, 'proof', 'done').waitFor();
};

const stepOf = (page: Page, id: string, state: string): Locator =>
  page.locator(`#${id}[data-state=${state}]`);

/** Resolves once every picture on the page is shown. */
const untilShown = async (page: Page): Promise<void> => {
  for (const end = Date.now() + patienceMs; Date.now() < end; await sleep(50))
    if (await page.evaluate(areShown)) return;
  throw new Error('A picture on the page was not loaded.');
};

/** The page behind the card, as a phone shows it. */
const openCard = async (page: Page): Promise<Page> => {
  const [card] = await Promise.all([page.context().waitForEvent('page'), page.click('#card-link')]);
  await card.setViewportSize({ width: 390, height: 760 });
  await card.waitForLoadState();
  await untilShown(card);
  return card;
};
