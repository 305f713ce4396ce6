import { describe, expect, it } from '@jest/globals';
import { keptVersions, stored } from '../core/builders/world.ts';
import { always } from './faults.ts';
import { remember, violations } from './invariants.ts';
import type { Saga } from './saga-harness.ts';
import {
  endState,
  eraseSource,
  orderId,
  payAndFinish,
  payment,
  permanent,
  sagaOf,
} from './sample-order.ts';

const completed = async (count: number) => endState(await payAndFinish(sagaOf(count)));
const alerts = ({ world }: Saga) => world.alerts.raised.map(({ kind }) => kind);
const refunded = {
  status: 'refund_requested',
  migration: 'failed',
  refund: `refund-${orderId}-pay_1`,
  kept: [],
};

const corruptCopy = ({ world }: Saga, role: string) =>
  world.objects.corrupt(permanent(role), 'rotten');

describe('faults.md, the end of an order', () => {
  it('fault 9: one corrupted copy -> removed, copied anew by a second attempt, committed', async () => {
    const saga = sagaOf(3);
    saga.hooks.push({ state: 'Verify files', nth: 1, act: () => corruptCopy(saga, 'file-01') });
    const then = await remember(saga);
    await payAndFinish(saga);
    const { order } = await stored(saga.world);
    expect([order.status, order.migration.attempt]).toEqual(['completed', 2]);
    expect(await violations(saga, then)).toEqual([]);
  });

  it('fault 9: a copy rots after a proof that never got on record -> the next verification looks again, and finds it', async () => {
    const saga = sagaOf(1, { ports: [{ call: 'orders.saveFile', kind: 'before', nth: 3 }] });
    saga.hooks.push({ state: 'Verify files', nth: 2, act: () => corruptCopy(saga, 'file-00') });
    const then = await remember(saga);
    await payAndFinish(saga);
    const { order, file } = await stored(saga.world);
    expect([order.status, order.migration.attempt, file('file-00')?.status]).toEqual([
      'completed',
      2,
      'verified',
    ]);
    expect(await violations(saga, then)).toEqual([]);
  });

  it('fault 9: every copy is corrupted -> bounded recopy, our version deleted, refund, alert as corruption', async () => {
    const saga = sagaOf(3);
    for (const nth of [1, 2, 3])
      saga.hooks.push({ state: 'Verify files', nth, act: () => corruptCopy(saga, 'file-01') });
    expect(await endState(await payAndFinish(saga))).toMatchObject(refunded);
    expect(alerts(saga)).toEqual(['corruption']);
    expect(
      saga.world.objects.calls.filter(
        ({ operation, key }) => operation === 'copy' && key.endsWith('file-01'),
      ),
    ).toHaveLength(2);
  });

  it.each(['before', 'after'] as const)(
    'fault 10: DynamoDB throttles %s the commit -> copies stay, the retry commits, no refund',
    async (kind) => {
      const saga = sagaOf(4, { ports: [{ call: 'orders.commit', kind, times: 3 }] });
      expect(await endState(await payAndFinish(saga))).toEqual(await completed(4));
      expect(saga.world.objects.calls.some(({ operation }) => operation === 'removeVersion')).toBe(
        false,
      );
    },
  );

  it('fault 12: a delete fails during compensation -> compensation_failed, refund all the same, page', async () => {
    const saga = sagaOf(4, {
      ports: [{ call: 'objects.removeVersion', kind: 'before', times: always }],
    });
    await eraseSource(saga.world, 'file-02');
    saga.pay(payment);
    await saga.settle();
    expect(await endState(saga)).toMatchObject({
      ...refunded,
      migration: 'compensation_failed',
      kept: expect.any(Array),
    });
    expect(keptVersions(saga.world)).toHaveLength(3);
    expect(alerts(saga)).toEqual(['compensation_failed']);
  });

  it('fault 12: an operator can run the compensation again', async () => {
    const saga = sagaOf(4, {
      ports: [{ call: 'objects.removeVersion', kind: 'before', times: always }],
    });
    await eraseSource(saga.world, 'file-02');
    saga.pay(payment);
    await saga.settle();
    saga.faults.heal();
    saga.runByHand({ orderId, attempt: 1, runId: `${orderId}-1` });
    await saga.settle();
    expect(await endState(saga)).toMatchObject(refunded);
    expect(saga.world.bus.published).toHaveLength(1);
  });

  it('fault 12: the reconciler runs it again by itself', async () => {
    const saga = sagaOf(4, {
      ports: [{ call: 'objects.removeVersion', kind: 'before', times: always }],
    });
    await eraseSource(saga.world, 'file-02');
    expect(await endState(await payAndFinish(saga))).toMatchObject(refunded);
  });

  it.each(['fatal', 'TIMED_OUT'] as const)(
    'fault 13: the workflow ends (%s) -> the watcher compensates, alert, and another attempt commits',
    async (kind) => {
      const saga = sagaOf(4, { tasks: [{ state: 'Verify files', kind }] });
      const then = await remember(saga);
      saga.pay(payment);
      await saga.settle();
      expect(alerts(saga)).toEqual(['migration_interrupted']);
      expect((await stored(saga.world)).order).toMatchObject({
        status: 'completed',
        migration: { attempt: 2 },
      });
      expect(await violations(saga, then)).toEqual([]);
    },
  );

  it('fault 13: an operator aborts the workflow -> compensated, refund, alert, and no other attempt', async () => {
    const saga = sagaOf(4, { tasks: [{ state: 'Verify files', kind: 'ABORTED' }] });
    saga.pay(payment);
    await saga.settle();
    expect(await endState(saga)).toMatchObject(refunded);
    expect(alerts(saga)).toEqual(['migration_interrupted', 'migration_failed']);
  });

  it('fault 13: aborted after the commit -> stays completed, and is announced by the reconciler', async () => {
    const saga = sagaOf(4, { tasks: [{ state: 'Commit order', kind: 'ABORTED' }] });
    expect(await endState(await payAndFinish(saga))).toEqual(await completed(4));
    expect(alerts(saga)).toEqual([]);
  });

  it('fault 13: nobody heard of the death -> the reconciler takes over', async () => {
    const dead = { state: 'Copy files', kind: 'TIMED_OUT' } as const;
    const saga = sagaOf(4, {
      tasks: [dead],
      ports: [{ call: 'orders.find', kind: 'before', nth: 5, times: 5 }],
    });
    await payAndFinish(saga);
    expect(saga.deadLetters).toEqual([`death of ${orderId}-1`]);
    expect((await endState(saga)).status).toBe('completed');
  });
});
