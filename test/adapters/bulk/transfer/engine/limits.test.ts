import { describe, expect, it } from '@jest/globals';
import { GrowthGate } from '../../../../../adapters/bulk/transfer/engine/growth-gate.ts';
import { SharedLimit } from '../../../../../adapters/bulk/transfer/engine/shared-limit.ts';
import { Slots } from '../../../../../adapters/bulk/transfer/engine/slots.ts';
import { BufferPool, headRoom } from '../../../../../adapters/bulk/transfer/http/buffer-pool.ts';

const times = (count: number, act: () => void): void => {
  for (let turn = 0; turn < count; turn += 1) act();
};

describe('the shared limit', () => {
  it('grows by one for every round of answers', () => {
    const limit = SharedLimit.of({ start: 10, max: 100 });
    times(11, () => limit.raise());
    expect(limit.concurrency).toBe(11);
  });

  it('never grows over its maximum', () => {
    const limit = SharedLimit.of({ start: 10, max: 12 });
    times(1000, () => limit.raise());
    expect(limit.concurrency).toBe(12);
  });

  it('halves when storage asks to slow down', () => {
    const limit = SharedLimit.of({ start: 32, max: 32 });
    limit.lower(1_000, 1_010);
    expect(limit.concurrency).toBe(16);
  });

  it('halves once for all requests that were under way together', () => {
    const limit = SharedLimit.of({ start: 32, max: 32 });
    times(20, () => limit.lower(1_000, 1_010));
    expect(limit).toMatchObject({ concurrency: 16, throttled: 1 });
    limit.lower(1_011, 1_020);
    expect(limit).toMatchObject({ concurrency: 8, throttled: 2 });
  });

  it('never goes below one', () => {
    const limit = SharedLimit.of({ start: 2, max: 2 });
    for (const at of [10, 20, 30, 40]) limit.lower(at, at + 1);
    expect(limit.concurrency).toBe(1);
  });

  it('is one for all threads', () => {
    const limit = SharedLimit.of({ start: 32, max: 32 });
    const elsewhere = new SharedLimit(limit.memory);
    elsewhere.lower(10, 11);
    elsewhere.sent(5_000_000_000);
    elsewhere.sent(5_000_000_000);
    expect(limit).toMatchObject({ concurrency: 16, bytes: 10_000_000_000 });
  });
});

describe('a thread that ended', () => {
  it('has nothing under way and nothing waiting, and the others have what they had', () => {
    const limit = SharedLimit.of({ start: 32, max: 32 });
    const own = new SharedArrayBuffer(8);
    const lost = new SharedLimit(limit.memory, own);
    const other = new SharedLimit(limit.memory);
    for (const each of [lost, lost, other]) each.begun();
    for (const each of [lost, other]) each.waits(1);
    lost.ended();
    expect(limit).toMatchObject({ inFlight: 2, waiting: 2 });
    new SharedLimit(limit.memory, own).forget();
    expect(limit).toMatchObject({ inFlight: 1, waiting: 1 });
  });
});

describe('a thread’s share of the limit', () => {
  it('is given out up to its size', async () => {
    const slots = new Slots(SharedLimit.of({ start: 2, max: 2 }));
    expect([slots.take(), slots.take()]).toEqual([undefined, undefined]);
    let got = false;
    const third = slots.take()?.then(() => {
      got = true;
    });
    await Promise.resolve();
    expect(got).toBe(false);
    slots.give();
    await third;
    expect(got).toBe(true);
  });

  it('becomes smaller with every thread that joins', () => {
    const limit = SharedLimit.of({ start: 8, max: 8 });
    const slots = new Slots(limit);
    const shares: number[] = [];
    times(4, () => {
      limit.joined();
      shares.push(slots.share);
    });
    expect(shares).toEqual([8, 4, 3, 2]);
  });

  it('is at least one', () => {
    const limit = SharedLimit.of({ start: 1, max: 1 });
    times(4, () => limit.joined());
    expect(new Slots(limit).share).toBe(1);
  });

  it('shrinks while it is used', () => {
    const limit = SharedLimit.of({ start: 4, max: 4 });
    const slots = new Slots(limit);
    times(4, () => void slots.take());
    const waiting = slots.take();
    limit.lower(1, 2);
    slots.give();
    let got = false;
    void waiting?.then(() => {
      got = true;
    });
    // Three are still out, and two may be.
    return Promise.resolve().then(() => expect(got).toBe(false));
  });
});

describe('growth', () => {
  const opensAfter = (first: number, second: number): boolean => {
    const gate = new GrowthGate();
    times(64, () => void gate.lets(first, 1000));
    times(64, () => void gate.lets(second, 1000));
    return gate.lets(second, 1000);
  };

  it('goes on while answers come as fast as at first', () => expect(opensAfter(20, 25)).toBe(true));
  it('stops when they wait for each other', () => expect(opensAfter(20, 31)).toBe(false));
});

describe('buffers', () => {
  const pool = (): BufferPool => new BufferPool(2 * (65_536 + headRoom));

  it('are used again', async () => {
    const buffers = pool();
    const first = await buffers.take(50_000);
    buffers.give(first);
    expect(await buffers.take(60_000)).toBe(first);
  });

  it('are never more than the budget', async () => {
    const buffers = pool();
    const [first] = [await buffers.take(65_536), await buffers.take(65_536)];
    const third = buffers.take(65_536);
    expect(third).toBeInstanceOf(Promise);
    buffers.give(first);
    expect(await third).toBe(first);
  });

  it('of another size make room', async () => {
    const buffers = pool();
    for (const buffer of [await buffers.take(65_536), await buffers.take(65_536)])
      buffers.give(buffer);
    expect((await buffers.take(1)).length).toBe(16_384 + headRoom);
  });

  it('of many large sizes are of few sizes, so that they are used again', async () => {
    const buffers = new BufferPool(2 ** 24);
    const first = await buffers.take(5_000_000);
    buffers.give(first);
    expect(await buffers.take(7_000_000)).toBe(first);
  });

  it('larger than the budget are given alone', async () => {
    const buffers = pool();
    expect((await buffers.take(1_000_000)).length).toBeGreaterThan(1_000_000);
  });
});
