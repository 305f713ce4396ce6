import { beforeAll, describe, expect, it } from '@jest/globals';
import { type End, endOf } from './end-state.ts';
import { blackout, type Call, operationOf, outageFrom, spelled } from './fault-plan.ts';
import { inTurns } from './in-turns.ts';
import { eraseVideo } from './meanwhile.ts';
import { completed, isAnEnd, refunded } from './outcomes.ts';
import { tell } from './story.ts';
import { makeSurroundings, type Surroundings } from './surroundings.ts';

/** A step of the way forward is tried six times. */
const longerThanAnyStep = 6;

let surroundings: Surroundings;
let calls: Call[];
let undoing: Call[];
beforeAll(async () => {
  surroundings = await makeSurroundings();
  ({ calls } = (await tell(surroundings)).plan);
  ({ calls: undoing } = (await tell(surroundings, [], eraseVideo)).plan);
});

const operations = (of: readonly Call[]): string[] => [...new Set(of.map(operationOf))];

/** Ends that are none, and what led to them. */
const wrong = (told: [string, End][]) => told.filter(([, end]) => !isAnEnd(end));

describe('an outage longer than a step is patient', () => {
  it('ends with a completed order wherever it begins: copies are undone and made again in another attempt', async () => {
    const told = await inTurns(calls, async (call) =>
      endOf(await tell(surroundings, [outageFrom(call, longerThanAnyStep)])),
    );
    expect(told.map(([call, end]) => [spelled(call), end])).toEqual(
      calls.map((call) => [spelled(call), completed]),
    );
  });
});

describe('an operation that fails from the payment on', () => {
  it('leaves a paid order completed or refunded once it works again, the event is sent back and the reconciler came by', async () => {
    const told = await inTurns(operations(calls), async (operation) => {
      const story = await tell(surroundings, [blackout(operation)]);
      await story.recover();
      return endOf(story);
    });
    expect(wrong(told)).toEqual([]);
  });

  it('leaves an order that cannot be completed refunded, once, with nothing behind', async () => {
    const told = await inTurns(operations(undoing), async (operation) => {
      const story = await tell(surroundings, [blackout(operation)], eraseVideo);
      await story.recover();
      return endOf(story);
    });
    expect(wrong(told)).toEqual([]);
    expect(new Set(told.map(([, { status }]) => status))).toEqual(new Set(['refund_requested']));
  });

  it('does not hold up the refund when it is the alert, which comes later', async () => {
    const story = await tell(surroundings, [blackout('SNS Publish')], eraseVideo);
    expect(await endOf(story)).toEqual({ ...refunded, alerted: [] });
    await story.recover();
    expect((await endOf(story)).alerted).toEqual(['migration_interrupted']);
  });

  it('is an outage indeed: each is met more than once', async () => {
    const story = await tell(surroundings, [blackout('S3 CopyObject')]);
    expect(story.plan.struck.length).toBeGreaterThan(longerThanAnyStep);
    expect((await endOf(story)).status).toBe('refund_requested');
  });
});
