import { describe, expect, it } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { problem } from './canned-api.ts';
import { expectAccessible, phone } from './console-world.ts';
import { failedTimeline, sampleOrder, sampleView } from './samples/orders.ts';
import { useConsole } from './use-console.ts';

const world = useConsole(({ api }) => {
  api.answer('GET /orders/*/links', { body: { links: [] } });
});

const path = '/orders/ord_failed';
const route = 'GET /orders/ord_failed/timeline';

describe('the page of a failed order', () => {
  it('says the cause in words, what is left to do and by whom', async () => {
    world.api.answer(route, { body: failedTimeline() });
    const page = await world.open(path);
    await page.getByText('The file is no longer in temporary storage.').first().waitFor();
    await page
      .getByText('the payment provider refunds the payment (key refund-ord_failed-pi_3N)')
      .waitFor();
    await page.getByText('Keepsake looks for late copies').waitFor();
    expect(await page.title()).toBe('ord_failed · Keepsake prod');
    await page.getByText('keepsake orders show ord_failed --stage prod').waitFor();
    const happened = page.getByRole('list', { name: 'What happened' }).getByRole('listitem');
    expect((await happened.allInnerTexts()).map((text) => text.split('\n')[0])).toEqual([
      ...['Order placed', 'Payment accepted', 'Migration started'],
      ...['Attempt failed, removing copies', 'Copies removed', 'Refund requested'],
    ]);
    await page.getByRole('button', { name: /^photo/ }).click();
    await page.getByText('Verified: SHA-256 of storage on both sides').waitFor();
    const [attempts, undone] = ['Attempts', 'What was undone'].map((name) =>
      page.getByRole('table', { name }).getByRole('row').nth(1).innerText(),
    );
    expect(await attempts).toMatch(/^1\s+Copies removed\s+audio: source_missing.*ord_failed-1$/s);
    expect(await undone).toMatch(/^photo\s+photos\/ord_failed\/a.jpg\s+v1/);
    await page.getByText('No link leads here').waitFor();
  });

  it('says where its refund stands and what was paid back, and is not tried again then', async () => {
    const refund = {
      requested: true,
      state: 'refused',
      idempotencyKey: 'refund-ord_failed-pi_3N',
      requestedAt: '2030-01-01T12:03:25.000Z',
    } as const;
    const refunded = {
      amount: { value: 20, currency: 'EUR' },
      at: '2030-01-02T12:00:00.000Z',
    };
    world.api.answer(route, { body: failedTimeline({ refund, refunded }) });
    const page = await world.open(path);
    await page.getByText('refused by the payment provider', { exact: true }).waitFor();
    await page.getByText('€20.00').waitFor();
    const retry = page.getByRole('button', { name: 'Try again' });
    expect(await retry.getAttribute('aria-disabled')).toBe('true');
    await retry.focus();
    await page.getByText('The order was refunded, in part').filter({ visible: true }).waitFor();
  });

  it.each([
    ['light', undefined],
    ['dark', undefined],
    ['light', phone],
    ['dark', phone],
  ] as const)('is accessible in %s, at %p', async (theme, viewport) => {
    world.api.answer(route, { body: failedTimeline() });
    const page = await world.open(path, { theme, ...(viewport && { viewport }) });
    await page.getByRole('heading', { name: 'What happened' }).waitFor();
    await expectAccessible(page);
  });

  it('is tried again only after the refund is stopped and the id is typed', async () => {
    world.api.answer(route, { body: failedTimeline() });
    let asked: unknown;
    world.api.answer('POST /orders/ord_failed/retry', ({ body }) => {
      asked = body;
      return { body: failedTimeline() };
    });
    const page = await world.open(path);
    await page.getByRole('button', { name: 'Try again' }).click();
    const dialog = page.getByRole('dialog');
    const confirm = dialog.getByRole('button', { name: 'Try again' });
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByText('I stopped the refund').click();
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByLabel('Type the order id').fill('ord_failed');
    await expectAccessible(page);
    await confirm.click();
    await dialog.waitFor({ state: 'hidden' });
    expect(asked).toEqual({ refundStopped: true });
  });

  it('is found, read and tried again by the keyboard alone', async () => {
    world.api.answer('POST /search', {
      body: { matches: [{ kind: 'order', id: 'ord_failed', by: 'id' }] },
    });
    world.api.answer(route, { body: failedTimeline() });
    world.api.answer('POST /orders/ord_failed/retry', { body: failedTimeline() });
    const page = await world.open('/me');
    await page.getByText('What you may do').waitFor();
    const { keyboard } = page;
    /** Presses Tab until the focus is on it. */
    const reach = async (wanted: Locator): Promise<void> => {
      await wanted.waitFor();
      for (let presses = 0; presses < 60; presses++) {
        if (await wanted.evaluate((element) => element === document.activeElement)) return;
        await keyboard.press('Tab');
      }
      throw new Error(`Tab does not lead to ${wanted}`);
    };
    await keyboard.press('/');
    await keyboard.type('ord_failed');
    await keyboard.press('Enter');
    await page.waitForURL('**/orders/ord_failed');
    await reach(page.getByRole('button', { name: /^photo/ }));
    await keyboard.press('Enter');
    await page.getByText('Verified: SHA-256').waitFor();
    const retry = page.getByRole('button', { name: 'Try again' });
    await page.reload();
    await reach(retry);
    await keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await reach(dialog.getByRole('checkbox'));
    await keyboard.press('Space');
    await reach(dialog.getByLabel('Type the order id'));
    await keyboard.type('ord_failed');
    await reach(dialog.getByRole('button', { name: 'Try again' }));
    await keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    expect(world.api.requests).toContain('POST /orders/ord_failed/retry');
    expect(await retry.evaluate((button) => button === document.activeElement)).toBe(true);
  });

  it('calls another attempt vain, and puts the file that was sent again in its place', async () => {
    world.api.answer(route, { body: failedTimeline() });
    let asked: unknown;
    world.api.answer('PUT /orders/ord_failed/files/audio', ({ body }) => {
      asked = body;
      return { body: sampleView() };
    });
    const page = await world.open(path);
    await page.getByText('Another attempt fails the same way').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Its audio is lost').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).first().click();
    await page.getByRole('button', { name: /^audio/ }).click();
    await page.getByRole('button', { name: 'Replace the file' }).last().click();
    await dialog.getByRole('textbox', { name: 'Upload' }).fill('upl_again');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Replace the file' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(asked).toEqual({ uploadId: 'upl_again' });
  });

  it('shows the refusal of the API in the dialog', async () => {
    world.api.answer(route, { body: failedTimeline() });
    const detail = 'Order ord_failed is being searched for late copies. Try again in a minute.';
    world.api.answer('POST /orders/ord_failed/compensate', problem(409, 'order-refused', detail));
    const page = await world.open(path);
    await page.getByRole('button', { name: 'Remove copies' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Type the order id').fill('ord_failed');
    await dialog.getByRole('button', { name: 'Remove copies' }).click();
    await dialog.getByText(detail).waitFor();
  });

  it('shows a viewer why they may not repair it', async () => {
    world.group = 'viewer';
    world.api.answer(route, { body: failedTimeline() });
    const page = await world.open(path);
    const button = page.getByRole('button', { name: 'Try again' });
    await button.waitFor();
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    await button.focus();
    await page.getByText('You are a viewer').filter({ visible: true }).waitFor();
  });
});

describe('the page of an order with a held payment', () => {
  const held = failedTimeline({
    outstanding: [
      { who: 'operator', what: 'review_payment', paymentId: 'pi_2' },
      { who: 'operator', what: 'review_payment', paymentId: 'pi_3' },
    ],
  });

  it('takes one off the list, once its id is typed, with the decision in words', async () => {
    let timeline = held;
    let asked: unknown;
    world.api.answer(route, () => ({ body: timeline }));
    world.api.answer('POST /orders/ord_failed/payments/pi_3/settle', ({ body }) => {
      asked = body;
      timeline = { ...held, outstanding: held.outstanding.slice(0, 1) };
      return { body: sampleView() };
    });
    const page = await world.open(path);
    await page.getByRole('button', { name: 'Mark as decided' }).nth(1).click();
    const dialog = page.getByRole('dialog');
    const confirm = dialog.getByRole('button', { name: 'Mark as decided' });
    await dialog.getByLabel('Type the payment id').fill('pi_2');
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByLabel('Type the payment id').fill('pi_3');
    await dialog.getByLabel('Decision').fill('Refunded by hand.');
    await expectAccessible(page);
    await confirm.click();
    await page.getByText('you decide on the payment that is held (payment pi_3)').waitFor({
      state: 'detached',
    });
    expect(asked).toEqual({ note: 'Refunded by hand.' });
  });

  it('shows a viewer why they may not decide on it', async () => {
    world.group = 'viewer';
    world.api.answer(route, { body: held });
    const page = await world.open(path);
    const button = page.getByRole('button', { name: 'Mark as decided' }).first();
    await button.waitFor();
    expect(await button.getAttribute('aria-disabled')).toBe('true');
  });
});

describe('the page of a completed order', () => {
  it('offers no repair and says why', async () => {
    const done = { ...failedTimeline(), ...sampleOrder(), outstanding: [], undone: [] };
    const { failure: _none, ...timeline } = done;
    world.api.answer('GET /orders/ord_01jq0w7k3b9/timeline', { body: timeline });
    const page = await world.open('/orders/ord_01jq0w7k3b9');
    const button = page.getByRole('button', { name: 'Try again' });
    await button.waitFor();
    await button.focus();
    await page.getByText('There is nothing to try again.').filter({ visible: true }).waitFor();
  });
});
