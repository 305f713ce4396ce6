import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { inParallel } from '../../../adapters/aws/in-parallel.ts';

describe('in parallel', () => {
  it('answers in order, whichever ends first', async () => {
    expect(await inParallel(3, [30, 1, 15, 2], (ms) => pause(ms, ms))).toEqual([30, 1, 15, 2]);
  });

  it('answers nothing for nothing', async () => {
    expect(await inParallel(3, [], async () => 1)).toEqual([]);
  });

  it('never runs more than its limit', async () => {
    let running = 0;
    let most = 0;
    await inParallel(4, Array.from({ length: 20 }), async () => {
      running += 1;
      most = Math.max(most, running);
      await pause(1);
      running -= 1;
    });
    expect(most).toBe(4);
  });

  it('starts nothing after a failure, and waits for what runs', async () => {
    const started: number[] = [];
    let ended = 0;
    const all = inParallel(2, [0, 1, 2, 3, 4], async (item) => {
      started.push(item);
      if (item === 0) throw new Error('first');
      await pause(5);
      ended += 1;
    });
    await expect(all).rejects.toThrow('first');
    expect({ started, ended }).toEqual({ started: [0, 1], ended: 1 });
  });
});
