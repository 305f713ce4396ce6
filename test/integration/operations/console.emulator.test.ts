import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { buildConsole } from '../../../lib/operations/console-build.ts';
import type { ConsoleServer } from '../../../tools/console/console-server.ts';
import { startConsole } from '../../../tools/local/local-console.ts';
import { startChromium } from '../../client/chromium.ts';
import { corpus } from '../../corpus/corpus.ts';
import { orderIn, pay, placedOrder } from '../orders/paid-order.ts';
import { deployed } from '../shared/deployed.ts';
import { uploaded } from '../shared/sample-upload.ts';
import { eraseUpload } from '../shared/storage.ts';
import { aVisitor } from '../shared/visitor.ts';

type Failed = { orderId: string; ownerId: string };

let browser: Browser;
let server: ConsoleServer;
let page: Page;
let failed: Failed;
const faults: string[] = [];

const failedOrder = async (): Promise<Failed> => {
  const visitor = await aVisitor();
  const { order, uploads } = await placedOrder(visitor, ['cover', 'front']);
  const [gone] = uploads;
  if (gone) await eraseUpload(gone);
  await pay(order);
  const { orderId } = await orderIn(visitor, 'refund_requested', order);
  return { orderId, ownerId: (await visitor.get('/uploads')).body.uploads[0].ownerId };
};

const no = (place: string): never => {
  throw new Error(`The corpus has no ${place}.`);
};

/** Resolves once the browser plays it: a recording that is not loaded rejects. */
const playing = (tag: string): string => `(async () => {
  const media = document.querySelector('main ${tag}');
  media.muted = true;
  await media.play();
  return { hasLength: media.duration > 0, isLoaded: media.readyState >= 2 };
})()`;

beforeAll(async () => {
  const [folder, order] = await Promise.all([buildConsole(), failedOrder()]);
  failed = order;
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
    await page.keyboard.type(failed.orderId);
    await page.keyboard.press('Enter');
    await page.getByText('The file is no longer in temporary storage.').first().waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('I stopped the refund').click();
    await dialog.getByLabel('Type the order id').fill(failed.orderId);
    await dialog.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('cell', { name: `${failed.orderId}-2` }).waitFor();
    expect(faults).toEqual([]);
  });

  it.each([
    ['audio', 'audio/mpeg/ffmpeg.mp3'],
    ['video', 'video/webm/ffmpeg-vp9.webm'],
  ])('plays a customer’s %s on the page of its upload', async (category, place) => {
    const { fileName, ...sent } = corpus.find((file) => file.place === place) ?? no(place);
    const announced = { category, filename: fileName, contentType: sent.contentType };
    const { uploadId } = await uploaded(await aVisitor(), sent.bytes, announced);
    await page.goto(`${server.origin}/uploads/${uploadId}`);
    await page.getByRole('button', { name: 'Show the file' }).click();
    await page.locator(`main ${category}`).waitFor();
    expect(await page.evaluate(playing(category))).toEqual({ hasLength: true, isLoaded: true });
    expect(faults).toEqual([]);
  });

  it('lists it among the failed orders of its owner', async () => {
    await page.goto(`${server.origin}/orders?state=failed&owner=${failed.ownerId}`);
    await page.getByRole('link', { name: failed.orderId }).waitFor();
    expect(faults).toEqual([]);
  });
});
