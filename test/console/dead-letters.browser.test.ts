import { describe, expect, it } from '@jest/globals';
import { expectAccessible, phone } from './console-world.ts';
import { answerEndpoints, sampleDelivery, sampleDeliverySummary } from './samples/webhooks.ts';
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
    world.api.answer('GET /dead-letters/payments', () => ({
      body: { queue: 'payments', messages: asked ? [] : [message], more: false },
    }));
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
    await page.getByText('No message is here').waitFor();
    const drop = page.getByRole('button', { name: 'Drop selected' });
    expect(await drop.getAttribute('aria-disabled')).toBe('true');
  });

  it('sends messages back after saying what that does', async () => {
    let isSent = false;
    const message = { messageId: 'msg_1', sentAt: '2030-01-01T12:00:00.000Z', body: '{}' };
    world.api.answer('GET /dead-letters/payments', () => ({
      body: { queue: 'payments', messages: isSent ? [] : [message], more: false },
    }));
    world.api.answer('POST /dead-letters/payments/redrive', () => {
      isSent = true;
      return { body: { queue: 'payments', messages: 1, moving: false, more: false } };
    });
    const page = await world.open('/dead-letters/payments');
    await page.getByText('msg_1').first().waitFor();
    await page.getByRole('button', { name: 'Send all back' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: /^Send/ }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByText('No message is here').waitFor();
    await page.getByText('keepsake dlq list payments --stage prod').waitFor();
  });

  it('reads a queue once, and again only when it is told to', async () => {
    const body = { queue: 'payments', messages: [], more: false };
    const reads = () => world.api.requests.filter((asked) => asked.includes('/payments')).length;
    world.api.answer('GET /dead-letters/payments', { body });
    const page = await world.open('/dead-letters', { isAlone: true });
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

const url = 'https://shop.example.com/hooks';

describe('/webhooks', () => {
  it('lists deliveries by endpoint, state and order, page by page', async () => {
    answerEndpoints(world.api, url);
    world.api.answer('GET /webhook-deliveries', ({ query }) => ({
      body: query.has('cursor')
        ? { deliveries: [sampleDeliverySummary('HTTP', { subject: 'ord_older' })] }
        : { deliveries: [sampleDeliverySummary('HTTP')], cursor: 'next' },
    }));
    const page = await world.open('/webhooks?state=failed&endpoint=shop', { theme: 'dark' });
    await page.getByText(url).waitFor();
    await page.getByText('given up').first().waitFor();
    await expectAccessible(page);
    await page.getByLabel('About').fill('ord_1');
    await page.getByLabel('About').press('Enter');
    await page.getByText('webhooks list --endpoint shop --status failed --subject ord_1').waitFor();
    await page.getByRole('button', { name: 'Next page' }).click();
    await page.getByRole('link', { name: 'ord_older' }).waitFor();
    expect(world.api.requests).toContain(
      'GET /webhook-deliveries?limit=50&status=failed&endpoint=shop&subject=ord_1&cursor=next',
    );
  });

  it('says what to do where the stage has no endpoint', async () => {
    world.api.answer('GET /webhook-endpoints', { body: { endpoints: [] } });
    world.api.answer('GET /webhook-deliveries', { body: { deliveries: [] } });
    const page = await world.open('/webhooks', { viewport: phone });
    await page.getByText('This stage has no endpoint').waitFor();
    await page.getByText('No delivery is here').waitFor();
    await expectAccessible(page);
  });
});

describe('/webhooks/:id', () => {
  it('sends the event again after saying what that does, and shows how it ends', async () => {
    let sent = 0;
    world.api.answer('GET /webhook-deliveries/shop.evt_1', () => ({
      body:
        sent > 0
          ? sampleDelivery('', { status: 'delivered', answer: 204, at: '2030-01-02T00:00:00.000Z' })
          : sampleDelivery('', { answer: 503 }),
    }));
    world.api.answer('POST /webhook-deliveries/shop.evt_1/send', () => {
      sent += 1;
      return { status: 202, body: sampleDelivery('', { answer: 503 }) };
    });
    const page = await world.open('/webhooks/shop.evt_1');
    await page.getByText('HTTP 503').waitFor();
    await page.getByText('keepsake webhooks show shop evt_1 --stage prod').waitFor();
    await page.getByRole('button', { name: 'Send again' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('goes out under the same id').waitFor();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Send it' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByText('HTTP 204').waitFor();
    expect(sent).toBe(1);
  });

  it('says that a delivery is not on record any more', async () => {
    const page = await world.open('/webhooks/shop.gone');
    await page.getByText('There is no such thing here').waitFor();
  });
});
