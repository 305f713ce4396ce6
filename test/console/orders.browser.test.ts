import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { visibleText } from '../../console/words/visible-text.ts';
import { problem } from './canned-api.ts';
import { expectAccessible, phone } from './console-world.ts';
import { failedOrder, failedTimeline, sampleOrder } from './samples/orders.ts';
import { useConsole } from './use-console.ts';

const world = useConsole();

const tenThousand = Array.from({ length: 10_000 }, (_, index) =>
  index % 7 === 0 ? failedOrder(`ord_${index}`) : sampleOrder({ orderId: `ord_${index}` }),
);

/** Pages of ten thousand orders, as the API cuts them. */
const answerPages = (): void => {
  world.api.answer('GET /orders', ({ query }) => {
    const [start, limit] = [Number(query.get('cursor') ?? 0), Number(query.get('limit'))];
    const orders = tenThousand.slice(start, start + limit);
    return { body: { orders, cursor: String(start + limit) } };
  });
};

const rows = (page: Page) => page.getByRole('row');

describe('the list of orders', () => {
  it('keeps its filters and its page in the address: reload and back lead to the same', async () => {
    answerPages();
    const page = await world.open('/orders?state=failed&owner=usr_1&from=2030-01-01');
    await page.getByRole('link', { name: 'ord_0', exact: true }).waitFor();
    expect(world.api.requests).toContain(
      'GET /orders?limit=50&from=2030-01-01T00%3A00%3A00.000Z&status=failed&ownerId=usr_1',
    );
    await page.getByRole('button', { name: 'Next page' }).click();
    await page.getByRole('link', { name: 'ord_50', exact: true }).waitFor();
    await page.reload();
    await page.getByRole('link', { name: 'ord_50', exact: true }).waitFor();
    await page.goBack();
    await page.getByRole('link', { name: 'ord_0', exact: true }).waitFor();
  });

  it('leaves the keyboard at its buttons from page to page, and on the last one', async () => {
    const mayGoOn = Promise.withResolvers<void>();
    world.api.answer('GET /orders', async ({ query }) => {
      const start = Number(query.get('cursor') ?? 0);
      if (start === 50) await mayGoOn.promise;
      const cursor = start < 100 && { cursor: String(start + 50) };
      return { body: { orders: tenThousand.slice(start, start + 50), ...cursor } };
    });
    const page = await world.open('/orders');
    const next = page.getByRole('button', { name: 'Next page' });
    const place = () => page.evaluate(() => document.activeElement?.textContent);
    await next.press('Enter');
    await page.getByText('Loading orders').waitFor();
    expect(await place()).toMatch(/^Next page/);
    mayGoOn.resolve();
    await page.getByRole('link', { name: 'ord_50', exact: true }).waitFor();
    expect(await place()).toMatch(/^Next page/);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'ord_100', exact: true }).waitFor();
    expect(await place()).toMatch(/^Next page/);
    expect(await next.getAttribute('aria-disabled')).toBe('true');
  });

  it('breaks no state into lines beside ids of their real length', async () => {
    const [orderId, ownerId] = [`ord_${'a1b2'.repeat(8)}`, `ses_${'c3d4'.repeat(8)}`];
    const kept = sampleOrder({ orderId, ownerId, status: 'completed' });
    const orders = [kept, { ...failedOrder(`ord_${'e5f6'.repeat(8)}`), ownerId }];
    world.api.answer('GET /orders', { body: { orders } });
    const page = await world.open('/orders');
    const states = page.locator('td .keepsake-status');
    await states.nth(1).waitFor();
    const heights = await states.evaluateAll((all) => all.map(({ clientHeight }) => clientHeight));
    expect(new Set(heights).size).toBe(1);
  });

  it('holds one page of ten thousand orders, and tells the script time of it', async () => {
    answerPages();
    const page = await world.open('/nowhere', { isAlone: true });
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    await page.goto(`${world.origin}/orders`);
    await page.getByRole('link', { name: 'ord_49', exact: true }).waitFor();
    expect(await rows(page).count()).toBe(51);
    const { metrics } = await session.send('Performance.getMetrics');
    const seconds = metrics.find(({ name }) => name === 'ScriptDuration')?.value;
    process.stderr.write(`Script time of a page of 10,000 orders: ${seconds} s\n`);
  });

  it('narrows by state and by days of UTC', async () => {
    answerPages();
    const page = await world.open('/orders');
    await page.getByRole('button', { name: 'State' }).click();
    await page.getByRole('option', { name: 'Copies left' }).click();
    await page.waitForURL('**/orders?state=compensation_failed');
    await page.getByText('keepsake orders list --status compensation_failed').waitFor();
    const until = page.getByRole('textbox', { name: 'Changed until' });
    await until.fill('2030/01/31');
    await until.blur();
    await page.waitForURL('**/orders?state=compensation_failed&to=2030-01-31');
    const request = 'GET /orders?limit=50&to=2030-01-31T23%3A59%3A59.999Z&status=';
    await until.press('Tab');
    await rows(page).nth(1).waitFor();
    expect(world.api.requests).toContain(`${request}compensation_failed`);
  });

  it.each([
    ['every 2 s while one is in migration', 'paid', '00:02', 5],
    ['every 10 s while nothing runs', 'completed', '00:10', 5],
  ] as const)('is asked for %s', async (_when, status, interval, times) => {
    world.api.answer('GET /orders', { body: { orders: [sampleOrder({ status })] } });
    const page = await world.open('/me', { isAlone: true });
    const asked = () => world.api.requests.filter((one) => one.startsWith('GET /orders?')).length;
    await page.clock.install();
    await page.goto(`${world.origin}/orders`);
    await rows(page).nth(1).waitFor();
    const before = asked();
    for (let round = 0; round < times; round++) {
      const answered = page.waitForResponse('**/api/orders?*');
      await page.clock.runFor(interval);
      await answered;
    }
    expect(asked() - before).toBe(times);
  });

  it('says what to do when it is empty', async () => {
    world.api.answer('GET /orders', { body: { orders: [] } });
    const page = await world.open('/orders');
    await page.getByText('Choose another state or owner above.').waitFor();
    await expectAccessible(page);
  });

  it('tries selected orders again and says what became of each', async () => {
    world.api.answer('GET /orders', {
      body: { orders: [failedOrder('ord_a'), failedOrder('ord_b')] },
    });
    world.api.answer('POST /orders/ord_a/retry', { body: failedTimeline() });
    const detail = 'Order ord_b is being searched for late copies. Try again in a minute.';
    world.api.answer('POST /orders/ord_b/retry', problem(409, 'order-refused', detail));
    const page = await world.open('/orders');
    await page.getByRole('checkbox', { name: 'Select order ord_a' }).check();
    await page.getByRole('checkbox', { name: 'Select order ord_b' }).check();
    await page.getByRole('button', { name: 'Try selected again' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('2 of 2 failed because a file is lost').waitFor();
    await dialog.getByText('I stopped these refunds').click();
    await dialog.getByRole('button', { name: 'Try again' }).click();
    await dialog.getByRole('row', { name: /ord_a tried again/ }).waitFor();
    await dialog.getByText(detail).waitFor();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Done' }).click();
    await dialog.waitFor({ state: 'hidden' });
  });

  it('acts on no order that is out of sight: a mark stays on its page', async () => {
    world.api.answer('GET /orders', ({ query }) => ({
      body: query.has('cursor')
        ? { orders: [failedOrder('ord_c')] }
        : { orders: [failedOrder('ord_a')], cursor: 'next' },
    }));
    const page = await world.open('/orders');
    const button = page.getByRole('button', { name: 'Try selected again' });
    await page.getByRole('checkbox', { name: 'Select order ord_a' }).check();
    await page.getByRole('button', { name: 'Next page' }).click();
    await page.getByRole('link', { name: 'ord_c' }).waitFor();
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    await page.goBack();
    await page.getByRole('link', { name: 'ord_a' }).waitFor();
    await button.click();
    const dialog = page.getByRole('dialog', { name: 'Try 1 order again?' });
    await dialog.getByText('ord_a', { exact: true }).waitFor();
  });

  it('shows in its fields what the address says, also after the back button', async () => {
    answerPages();
    const page = await world.open('/orders');
    const owner = page.getByRole('textbox', { name: 'Owner' });
    const showing = (text: string) => owner.and(page.locator(`[value="${text}"]`));
    await owner.fill('usr_1');
    await owner.press('Enter');
    await page.waitForURL('**/orders?owner=usr_1');
    await page.goBack();
    await showing('').waitFor();
    await page.goForward();
    await showing('usr_1').waitFor();
  });

  it.each([
    ['light', undefined],
    ['dark', phone],
  ] as const)('is accessible in %s, at %p', async (theme, viewport) => {
    answerPages();
    const page = await world.open('/orders', { theme, ...(viewport && { viewport }) });
    await page.getByRole('link', { name: 'ord_49', exact: true }).waitFor();
    await expectAccessible(page);
  });

  it('shows hostile names as text', async () => {
    const hostile = `ord_<img src=x onerror=alert(1)>"'\u202e../..%2f`;
    world.api.answer('GET /orders', { body: { orders: [sampleOrder({ orderId: hostile })] } });
    const page = await world.open('/orders');
    const link = page.getByRole('link', { name: visibleText(hostile) });
    await link.waitFor();
    world.api.answer(`GET /orders/${encodeURIComponent(hostile)}/timeline`, {
      body: failedTimeline({ orderId: hostile }),
    });
    await link.click();
    await page.getByRole('heading', { name: 'What happened' }).waitFor();
    expect(await page.locator('img').count()).toBe(0);
  });
});
