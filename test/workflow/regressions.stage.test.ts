import { describe, expect, it } from '@jest/globals';
import { stored } from '../core/builders/world.ts';
import type { Faults } from './faults.ts';
import { remember, violations } from './invariants.ts';
import type { Saga } from './saga-harness.ts';
import { endState, eraseSource, payAndFinish, sagaOf } from './sample-order.ts';

/** An order that cannot be kept: its only file is gone. */
const doomed = async (faults: Faults): Promise<Saga> => {
  const saga = sagaOf(1, faults);
  await eraseSource(saga.world, 'file-00');
  return saga;
};

const toldOf = async (saga: Saga): Promise<string[]> => {
  const then = await remember(saga);
  await payAndFinish(saga);
  expect(await violations(saga, then)).toEqual([]);
  expect(await endState(saga)).toMatchObject({ status: 'refund_requested', migration: 'failed' });
  return saga.world.alerts.raised.map(({ kind }) => kind);
};

describe('stories that once ended wrongly', () => {
  it('tells the operators when the execution times out between the refund and its alert', async () => {
    const saga = await doomed({ tasks: [{ state: 'Fail order', kind: 'TIMED_OUT' }] });
    expect(await toldOf(saga)).toEqual(['migration_interrupted']);
  });

  it('tells the operators when every answer that the refund is on record gets lost', async () => {
    const saga = await doomed({ tasks: [{ state: 'Fail order', kind: 'after', times: 13 }] });
    expect(await toldOf(saga)).toEqual(['migration_interrupted']);
  });

  it('makes another attempt after an outage, although an optional file was rightly skipped', async () => {
    const saga = sagaOf(
      { photo: {}, extra: { required: false } },
      { tasks: [{ state: 'Verify files', kind: 'before', times: 6 }] },
    );
    await eraseSource(saga.world, 'extra');
    await payAndFinish(saga);
    expect((await stored(saga.world)).order).toMatchObject({
      status: 'completed',
      migration: { attempt: 2 },
    });
  });

  it('does not tell them twice when the workflow alerted and ended in its own Fail state', async () => {
    expect(await toldOf(await doomed({}))).toEqual(['migration_failed']);
  });
});

describe('an order that failed in an outage', () => {
  const outage: Faults = { tasks: [{ state: 'Verify files', kind: 'before', times: 12 }] };

  it('is kept once an operator has stopped the refund and retries', async () => {
    const saga = sagaOf(2, outage);
    const then = await remember(saga);
    await payAndFinish(saga);
    expect(await endState(saga)).toMatchObject({ status: 'refund_requested', migration: 'failed' });
    await saga.operate('retry');
    await saga.reconcileUntilQuiet();
    expect(await endState(saga)).toMatchObject({ status: 'completed', migration: 'completed' });
    expect(await violations(saga, then)).toEqual([]);
  });
});
