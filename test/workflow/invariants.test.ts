import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { play } from './play.ts';
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
});
