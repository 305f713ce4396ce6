import { beforeAll, describe, expect, it } from '@jest/globals';
import { ask, functions } from './deployed.ts';
import { listen } from './listener.ts';
import { orderIn, pay, payWith, placedOrder } from './paid-order.ts';
import { eraseUpload } from './storage.ts';
import { aVisitor, request } from './visitor.ts';

type Line = { message: string; logGroup: string };

/** Makes every function say something: one order kept, one undone, requests and events refused. */
const makeThemTalk = async (): Promise<void> => {
  const [visitor, listener] = await Promise.all([aVisitor(), listen()]);
  const [kept, undone] = await Promise.all([placedOrder(visitor, ['photo']), placedOrder(visitor, ['photo', 'second'])]);
  const [gone] = undone.uploads;
  if (gone) await eraseUpload(gone);
  await Promise.all([pay(kept.order), pay(undone.order), payWith({ paymentId: 'pay_without_order' })]);
  await Promise.all([orderIn(visitor, 'completed', kept.order), orderIn(visitor, 'refund_requested', undone.order)]);
  await listener.event('failed', undone.order.orderId);
  await visitor.post('/orders', { files: 'https://example.com/photo.jpg' });
  await request({ method: 'GET', path: '/orders/ord_1', token: 'kst_a-token-that-must-not-be-logged' });
};

const linesOf = async (logGroupName: string): Promise<Line[]> => {
  const { events } = await ask<{ events: { message: string }[] }>('logs', 'FilterLogEvents', { logGroupName });
  return events.map(({ message }) => ({ message, logGroup: logGroupName }));
};

describe('the logs of every function', () => {
  let lines: Line[];
  beforeAll(async () => {
    await makeThemTalk();
    lines = (await Promise.all((await functions()).map(({ LoggingConfig }) => linesOf(LoggingConfig.LogGroup)))).flat();
  });

  it('say something', () => {
    expect(lines.filter(({ message }) => message.includes('"level"')).length).toBeGreaterThan(0);
  });

  it.each([
    ['a signature', /X-Amz-Signature/i],
    ['a session token', /kst_/],
    ['a JWT', /eyJ[\w-]{10}/],
    ['an Authorization header', /Bearer (?!<token>)/],
    ['a URL', /https?:\/\//],
    ['a whole event', /"headers"|"Records"|"requestContext"/],
  ])('never contain %s', (_what, secret) => {
    expect(lines.filter(({ message }) => secret.test(message))).toEqual([]);
  });

  it('name the order in every line about a step that failed', () => {
    const failed = lines.filter(({ message }) => message.includes('"Step failed"'));
    expect(failed).not.toEqual([]);
    expect(failed.filter(({ message }) => !/"orderId":"ord_\w+"/.test(message))).toEqual([]);
  });
});
