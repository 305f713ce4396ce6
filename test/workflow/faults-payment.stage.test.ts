import { describe, expect, it } from '@jest/globals';
import { arrived } from '../core/builders/records.ts';
import { stored } from '../core/builders/world.ts';
import { Saga } from './saga-harness.ts';
import { endState, orderId, payAndFinish, payment, place, sagaOf } from './sample-order.ts';

describe('faults.md, the payment', () => {
  it('fault 1: the payment event arrives a hundred times -> one commit, no alert', async () => {
    const saga = sagaOf(4);
    for (let time = 0; time < 100; time++) saga.pay(payment);
    await payAndFinish(saga);
    expect(saga.executions).toHaveLength(1);
    expect(saga.world.bus.published).toHaveLength(1);
    expect(saga.world.alerts.raised).toEqual([]);
    expect((await endState(saga)).status).toBe('completed');
  });

  it('fault 1: a payment event repeated while its order migrates changes nothing', async () => {
    const saga = sagaOf(4);
    for (const state of [
      'Claim order',
      'Copy files',
      'Verify files',
      'Commit order',
      'Announce completion',
    ])
      saga.hooks.push({ state, nth: 1, act: () => saga.payMeanwhile(payment) });
    expect(await endState(await payAndFinish(saga))).toEqual(
      await endState(await payAndFinish(sagaOf(4))),
    );
    expect(saga.executions).toHaveLength(1);
  });

  it('fault 2: a different payment for the same order -> the first commits, the second is held for review, alert', async () => {
    const saga = sagaOf(4);
    saga.pay(payment);
    saga.pay({ ...payment, paymentId: 'pay_2' });
    await saga.settle();
    const { order } = await stored(saga.world);
    expect(order.status).toBe('completed');
    expect(order.payment?.paymentId).toBe('pay_1');
    expect(order.heldPayments).toMatchObject([{ paymentId: 'pay_2', reason: 'second_payment' }]);
    expect(saga.world.alerts.raised).toMatchObject([{ kind: 'payment_held', orderId }]);
  });

  it('fault 2: a different payment in the middle of the commit is held, and the first commits all the same', async () => {
    const saga = sagaOf(4);
    saga.hooks.push({
      state: 'Commit order',
      nth: 1,
      act: () => saga.payMeanwhile({ ...payment, paymentId: 'pay_2' }),
    });
    await payAndFinish(saga);
    const { order } = await stored(saga.world);
    expect([order.status, order.heldPayments.length]).toEqual(['completed', 1]);
  });

  it('fault 3: the event comes before its order -> nothing is started, retries succeed once it is there', async () => {
    const saga = new Saga({ ports: [{ call: 'orders.find', kind: 'before', nth: 4 }] });
    const clock = saga.world.clock;
    const advance = clock.advance.bind(clock);
    let receives = 0;
    clock.advance = (ms) => {
      advance(ms);
      receives += 1;
      if (receives === 3) place(saga.world, { photo: {} });
    };
    saga.pay(payment);
    await saga.settle();
    expect((await endState(saga)).status).toBe('completed');
    expect(saga.deadLetters).toEqual([]);
  });

  it('fault 3: the order never comes -> parked in the dead-letter queue, whose alarm tells', async () => {
    const saga = new Saga();
    saga.pay(payment);
    await saga.settle();
    expect(saga.deadLetters).toEqual(['payment pay_1']);
    expect(saga.executions).toEqual([]);
  });

  it('fault 3: its uploads are not complete -> nothing copied and parked; started by the reconciler once they are', async () => {
    const saga = sagaOf({ photo: { arrived: false }, audio: {} });
    saga.pay(payment);
    await saga.settle();
    expect(saga.world.objects.calls).toEqual([]);
    expect(saga.deadLetters).toEqual(['payment pay_1']);
    arrived(saga.world, 'upl_photo');
    await saga.reconcileUntilQuiet();
    expect((await endState(saga)).status).toBe('completed');
    expect(saga.reports[0]?.started).toBe(1);
    expect([saga.executions.length, saga.world.alerts.raised]).toEqual([1, []]);
  });

  it('fault 3: a paid order that still waits for an upload is counted as waiting, every hour', async () => {
    const saga = sagaOf({ photo: { arrived: false } });
    await payAndFinish(saga);
    expect(saga.reports).toMatchObject([{ waiting: 1, started: 0, failed: 0 }]);
  });
});
