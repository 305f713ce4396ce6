import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { play } from './play.ts';
import type { Operation } from './saga-harness.ts';
import { scenarios } from './scenario.ts';

// FC_RUNS=10000 for a long look; a failure prints its seed and the smallest story that shows it.
const numRuns = Number(process.env.FC_RUNS ?? 1000);

describe('whatever happens to an order', () => {
  it('ends kept or refunded, with nothing lost, nothing left over and nobody waiting', async () => {
    const property = fc.asyncProperty(scenarios, async (story) => {
      expect((await play(story)).broken).toEqual([]);
    });
    await fc.assert(property, { numRuns });
  });

  it('and whatever operators do then: never kept twice, and never another refund', async () => {
    const operations = fc.array(
      fc.constantFrom<Operation>(
        'retry',
        'compensate',
        'retry and reconcile',
        'compensate and retry',
      ),
      {
        minLength: 1,
        maxLength: 3,
      },
    );
    const property = fc.asyncProperty(scenarios, operations, async (story, operators) => {
      expect((await play(story, operators)).broken).toEqual([]);
    });
    await fc.assert(property, { numRuns: Math.ceil(numRuns / 4) });
  });
});
