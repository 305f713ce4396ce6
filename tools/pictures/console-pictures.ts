import path from 'node:path';
import type { Browser, Page } from 'playwright-core';

const patienceMs = 60_000;

/** Walks through the console as an operator does, and takes its pictures. */
export const takeConsolePictures = async (
  browser: Browser,
  consoleUrl: string,
  folder: string,
): Promise<void> => {
  const page = await visit(browser, consoleUrl);
  const take = async (name: string): Promise<void> => {
    await page
      .getByText(/^Loading /)
      .first()
      .waitFor({ state: 'hidden' });
    await page.screenshot({ path: path.join(folder, `${name}.png`), animations: 'disabled' });
  };
  await page.getByRole('heading', { name: 'Needs a person' }).waitFor();
  await take('console');
  await page.getByRole('link', { name: 'Orders', exact: true }).click();
  await page
    .getByRole('row', { name: /source_missing/ })
    .first()
    .waitFor();
  await take('console-orders');
  await page
    .getByRole('row', { name: /source_missing/ })
    .getByRole('link')
    .first()
    .click();
  await page.getByRole('heading', { name: 'What happened' }).waitFor();
  await take('console-order');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('dialog').waitFor();
  await take('console-retry');
  await page.context().close();
};

const visit = async (browser: Browser, url: string): Promise<Page> => {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  await page.goto(url);
  return page;
};
