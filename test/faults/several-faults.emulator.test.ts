import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { endOf } from './end-state.ts';
import { at, type Call, type Fault, faultKinds, outageFrom, spelled } from './fault-plan.ts';
import { inTurns } from './in-turns.ts';
import { eraseVideo } from './meanwhile.ts';
import { isAnEnd } from './outcomes.ts';
import { tell } from './story.ts';
import { makeSurroundings, type Surroundings } from './surroundings.ts';

type Planned = { how: string; fault: Fault };

const seed = 20_300_101;
const stories = 60;

/** One to four faults anywhere, single or lasting. */
const plans = (calls: readonly Call[]): fc.Arbitrary<Planned[]> => {
  const call = fc.constantFrom(...calls);
  const once = fc
    .tuple(call, fc.constantFrom(...faultKinds))
    .map(([one, kind]) => ({ how: `${spelled(one)} ${kind}`, fault: at(one, kind) }));
  const lasting = fc.tuple(call, fc.integer({ min: 2, max: 14 })).map(([one, times]) => ({
    how: `${spelled(one)} ${times} times`,
    fault: outageFrom(one, times),
  }));
  return fc.array(fc.oneof({ weight: 3, arbitrary: once }, { weight: 1, arbitrary: lasting }), {
    minLength: 2,
    maxLength: 4,
  });
};

describe.each([
  { what: 'an order that could complete', meanwhile: undefined },
  { what: 'an order whose video was erased', meanwhile: eraseVideo },
])('$what', ({ meanwhile }) => {
  let surroundings: Surroundings;
  let calls: Call[];
  beforeAll(async () => {
    surroundings = await makeSurroundings();
    ({ calls } = (await tell(surroundings, [], meanwhile)).plan);
  });

  it('is completed or refunded, never in between, when several calls go wrong (seeded)', async () => {
    const told = await inTurns(
      fc.sample(plans(calls), { seed, numRuns: stories }),
      async (planned) => {
        const faults = planned.map(({ fault }) => fault);
        const story = await tell(surroundings, faults, meanwhile);
        await story.recover();
        return endOf(story);
      },
    );
    const wrong = told
      .filter(([, end]) => !isAnEnd(end))
      .map(([planned, end]) => ({ faults: planned.map(({ how }) => how), end }));
    expect(wrong).toEqual([]);
  });
});
