import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { asTheyFinish } from '../../../adapters/aws/as-they-finish.ts';

const all = async <Answer>(answers: AsyncIterable<Answer>): Promise<Answer[]> => {
  const found: Answer[] = [];
  for await (const answer of answers) found.push(answer);
  return found;
};

describe('answering as things finish', () => {
  it('does not wait for the first to answer the second', async () => {
    const task = (ms: number) => pause(ms, ms);
    expect(await all(asTheyFinish(3, [40, 1, 20], task))).toEqual([1, 20, 40]);
  });

  it('loses nothing that finished while nobody asked', async () => {
    const items = Array.from({ length: 30 }, (_, index) => index);
    const slowly = async (answers: AsyncGenerator<number>) => {
      const found: number[] = [];
      for await (const answer of answers) {
        await pause(1);
        found.push(answer);
      }
      return found;
    };
    expect(
      (await slowly(asTheyFinish(7, items, async (item) => item))).sort((a, b) => a - b),
    ).toEqual(items);
  });

  it('runs no more than its limit at once', async () => {
    let running = 0;
    let most = 0;
    const task = async () => {
      running += 1;
      most = Math.max(most, running);
      await pause(1);
      running -= 1;
    };
    await all(asTheyFinish(4, Array.from({ length: 20 }), task));
    expect(most).toBe(4);
  });
});
