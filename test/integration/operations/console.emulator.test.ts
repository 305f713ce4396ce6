import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { buildConsole } from '../../../lib/operations/console-build.ts';
import type { ConsoleServer } from '../../../tools/console/console-server.ts';
import { startConsole } from '../../../tools/local/local-console.ts';
import { startChromium } from '../../client/chromium.ts';
import { orderIn, pay, placedOrder } from '../orders/paid-order.ts';
import { deployed } from '../shared/deployed.ts';
import { eraseUpload } from '../shared/storage.ts';
import { aVisitor } from '../shared/visitor.ts';

let browser: Browser;
let server: ConsoleServer;
let page: Page;
let orderId: string;
const faults: string[] = [];

const failedOrder = async (): Promise<string> => {
  const visitor = await aVisitor();
  const { order, uploads } = await placedOrder(visitor, ['cover', 'front']);
  const [gone] = uploads;
  if (gone) await eraseUpload(gone);
  await pay(order);
  return (await orderIn(visitor, 'refund_requested', order)).orderId;
};

beforeAll(async () => {
  const [folder] = await Promise.all([buildConsole(), failedOrder().then((id) => (orderId = id))]);
  [browser, server] = await Promise.all([startChromium(), startConsole(deployed, folder)]);
  page = await browser.newPage();
  page.setDefaultTimeout(300_000);
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

describe('the console of a deployed stage', () => {
  it('finds a failed order by its id, says why it failed, and tries it again', async () => {
    await page.goto(server.signedInUrl);
    await page.getByRole('heading', { name: 'Needs a person' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type(orderId);
    await page.keyboard.press('Enter');
    await page.getByText('The file is no longer in temporary storage.').first().waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('I stopped the refund').click();
    await dialog.getByLabel('Type the order id').fill(orderId);
    await dialog.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('cell', { name: `${orderId}-2` }).waitFor();
    expect(faults).toEqual([]);
  });

  it('lists it among the failed orders', async () => {
    await page.goto(`${server.origin}/orders?state=failed`);
    await page.getByRole('link', { name: orderId }).waitFor();
    expect(faults).toEqual([]);
  });
});
