import { describe, expect, it } from '@jest/globals';
import { expectAccessible } from './console-world.ts';
import { useConsole } from './use-console.ts';

const world = useConsole();

describe('/dead-letters', () => {
  it('leads from a queue to its messages, and drops one after its count is typed', async () => {
    const sentAt = '2030-01-01T12:00:00.000Z';
    const message = { messageId: 'msg_1', sentAt, body: '{"orderId":"ord_1"}', errorCode: 'Gone' };
    let asked: unknown;
    world.api.answer('GET /dead-letters', {
      body: { queues: [{ queue: 'payments', messages: 1, goesBack: true }] },
    });
    world.api.answer('GET /dead-letters/payments', {
      body: { queue: 'payments', messages: [message], more: false },
    });
    world.api.answer('POST /dead-letters/payments/drop', ({ body }) => {
      asked = body;
      return { body: { queue: 'payments', dropped: ['msg_1'], more: false } };
    });
    const page = await world.open('/dead-letters');
    await page.getByRole('link', { name: 'payments' }).click();
    await page.getByText('{"orderId":"ord_1"}').waitFor();
    await expectAccessible(page);
    await page.getByTitle('Select message msg_1').click();
    await page.getByRole('button', { name: 'Drop selected' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Type how many').fill('1');
    await dialog.getByRole('button', { name: 'Drop', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(asked).toEqual({ messageIds: ['msg_1'] });
  });

  it('reads a queue once, and again only when it is told to', async () => {
    const body = { queue: 'payments', messages: [], more: false };
    const reads = () => world.api.requests.filter((asked) => asked.includes('/payments')).length;
    world.api.answer('GET /dead-letters/payments', { body });
    const page = await world.open('/dead-letters');
    await page.clock.install();
    await page.goto(`${world.origin}/dead-letters/payments`);
    await page.getByText('No message is here').waitFor();
    await page.clock.runFor('10:00');
    await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
    await page.clock.runFor('01:00');
    expect(reads()).toBe(1);
    const second = page.waitForResponse('**/api/dead-letters/payments?*');
    await page.getByRole('button', { name: 'Look again' }).click();
    await second;
    expect(reads()).toBe(2);
  });
});
