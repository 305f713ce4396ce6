import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mergeSorted } from '../../../adapters/dynamo/merge-sorted.ts';

async function* from(values: number[]): AsyncGenerator<number> {
  yield* values;
}

const inOrder = (values: number[]): number[] => [...values].sort((a, b) => a - b);

async function collect(values: AsyncIterable<number>): Promise<number[]> {
  const all: number[] = [];
  for await (const value of values) all.push(value);
  return all;
}

describe('merging sorted sources', () => {
  it('gives everything, sorted', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(fc.nat()), { maxLength: 9 }), async (lists) => {
        const merged = await collect(
          mergeSorted(
            lists.map((list) => from(inOrder(list))),
            (a, b) => a < b,
          ),
        );
        expect(merged).toEqual(inOrder(lists.flat()));
      }),
    );
  });
});
