import { describe, expect, it } from '@jest/globals';
import { aFile, anOrder } from '../core/builders/records.ts';
import { keptVersions, stored } from '../core/builders/world.ts';
import { remember, violations } from './invariants.ts';
import { endState, payAndFinish, payment, sagaOf } from './sample-order.ts';

const sixStates = [
  'Claim order',
  'Migrate each chunk',
  'Copy files',
  'Verify files',
  'Commit order',
  'Announce completion',
];

describe('the order migration, undisturbed', () => {
  it.each([1, 4, 25])('enters exactly six states for %i files', async (count) => {
    const saga = sagaOf(count);
    saga.pay(payment);
    await saga.settle();
    expect(saga.executions.map(({ entered }) => entered)).toEqual([sixStates]);
  });

  it('copies and verifies each chunk of 25 once: eight states for 26 files', async () => {
    const saga = sagaOf(26);
    saga.pay(payment);
    await saga.settle();
    expect(saga.executions[0]?.entered).toHaveLength(8);
  });

  it.each([1, 4, 25, 60, 99])('keeps every byte of %i files', async (count) => {
    const saga = sagaOf(count);
    const then = await remember(saga);
    await payAndFinish(saga);
    expect(await violations(saga, then)).toEqual([]);
    expect((await endState(saga)).status).toBe('completed');
  });

  it('makes 1 COPY and 2 HEAD a file, and never reads bytes', async () => {
    const saga = sagaOf(25);
    saga.pay(payment);
    await saga.settle();
    const counts = Object.groupBy(saga.world.objects.calls, ({ operation }) => operation);
    expect(
      Object.fromEntries(
        Object.entries(counts).map(([operation, calls]) => [operation, calls.length]),
      ),
    ).toEqual({
      copy: 25,
      head: 50,
    });
  });

  it('keeps one upload for two orders at once, each in a copy of its own', async () => {
    const saga = sagaOf({ photo: {} });
    saga.world.orders.put(anOrder({ orderId: 'ord_2' }), [aFile('photo', { orderId: 'ord_2' })]);
    saga.pay(payment);
    saga.hooks.push({
      state: 'Verify files',
      nth: 1,
      act: () => saga.payMeanwhile({ ...payment, orderId: 'ord_2', paymentId: 'pay_2' }),
    });
    await saga.settle();
    expect((await stored(saga.world, 'ord_1')).order.status).toBe('completed');
    expect((await stored(saga.world, 'ord_2')).order.status).toBe('completed');
    expect(keptVersions(saga.world)).toEqual([
      'photos/ord_1/upl_photo@v2',
      'photos/ord_2/upl_photo@v3',
    ]);
  });

  it('leaves the reconciler nothing to do', async () => {
    const saga = await payAndFinish(sagaOf(4));
    expect(saga.reports).toEqual([
      {
        announced: 0,
        overdue: 0,
        recovered: 0,
        started: 0,
        waiting: 0,
        swept: 0,
        running: 0,
        settled: 0,
        failed: 0,
      },
    ]);
  });
});
