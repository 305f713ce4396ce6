import { beforeAll, describe, expect, it } from '@jest/globals';
import { orderIn, pay, payWith, placedOrder } from '../orders/paid-order.ts';
import { invoke } from '../shared/deployed.ts';
import { listen } from '../shared/listener.ts';
import { anOperator } from '../shared/operator.ts';
import { eraseUpload } from '../shared/storage.ts';
import { aVisitor, request } from '../shared/visitor.ts';
import { forbiddenInLogs } from './forbidden-in-logs.ts';
import { allLogs, type LogLine } from './log-lines.ts';

/** Makes every function say something: one order kept, one undone, requests and events refused. */
const makeThemTalk = async (): Promise<void> => {
  const [visitor, listener] = await Promise.all([aVisitor(), listen()]);
  const [kept, undone] = await Promise.all([
    placedOrder(visitor, ['photo']),
    placedOrder(visitor, ['photo', 'second']),
  ]);
  const [gone] = undone.uploads;
  if (gone) await eraseUpload(gone);
  await Promise.all([
    pay(kept.order),
    pay(undone.order),
    payWith({ paymentId: 'pay_without_order' }),
  ]);
  await Promise.all([
    orderIn(visitor, 'completed', kept.order),
    orderIn(visitor, 'refund_requested', undone.order),
  ]);
  await listener.event('failed', undone.order.orderId);
  await visitor.post('/orders', { files: 'https://example.com/photo.jpg' });
  await request({
    method: 'GET',
    path: '/orders/ord_1',
    token: 'kst_a-token-that-must-not-be-logged',
  });
  await Promise.all([
    visitor.get('/orders'),
    visitor.get(`/orders/${undone.order.orderId}/timeline`),
  ]);
  await visitor.get('/orders?ownerId=somebody@example.com&cursor=nonsense');
  await visitor.post('/orders', {
    amount: 'somebody@example.com',
    files: [{ uploadId: 'somebody@example.com', role: 'x', required: true }],
  });
  await anOperator().get('/orders?status=failed');
  await invoke('upkeep', { task: 'reconcile' });
};

/** The emulator's Distributed Map calls the function with nothing; AWS never does. */
const isEmptyMap = (message: string): boolean =>
  message.includes('copyobjects') && message.includes("reading 'batchId'");

describe('the logs of every function', () => {
  let lines: LogLine[];
  beforeAll(async () => {
    await makeThemTalk();
    lines = await allLogs();
  });

  it('say something', () => {
    expect(lines.filter(({ message }) => message.includes('"level"')).length).toBeGreaterThan(0);
  });

  it.each(forbiddenInLogs)('never contain %s', (_what, secret) => {
    expect(lines.filter(({ message }) => secret.test(message))).toEqual([]);
  });

  it('name the order, or the batch, in every line about a step that failed', () => {
    const failed = lines.filter(({ message }) => message.includes('"Step failed"'));
    expect(failed).not.toEqual([]);
    expect(
      failed.filter(
        ({ message }) =>
          !/"orderId":"ord_\w+"|"batchId":"bat_\w+"/.test(message) && !isEmptyMap(message),
      ),
    ).toEqual([]);
  });
});
