import { describe, expect, it } from '@jest/globals';
import { apart, FaultPlan, placed, placedAt } from './fault-plan.ts';

/** Steps with the calls of each try, as they are begun. */
const walked = (plan: FaultPlan, steps: readonly (readonly string[])[][]) => {
  for (const tries of steps) {
    plan.beginStep();
    for (const names of tries) {
      plan.beginTry();
      for (const name of names) plan.meet(plan.begin(name));
    }
  }
  return plan;
};

const get = 'DynamoDB GetItem';
const put = 'DynamoDB PutItem';
const undisturbed = [[[get, get, put]], [[get]], [[get, put]], [[put, put]]];
const { calls } = walked(new FaultPlan([]), undisturbed);

describe('groups of calls that one story can take', () => {
  const groups = apart(calls);

  it('have every call once', () => {
    expect(groups.flat().map(placed).sort()).toEqual(calls.map(placed).sort());
  });

  it('have one call of a step at most, and none of two steps that follow each other', () => {
    const steps = groups.map((group) => group.map(({ step }) => step));
    expect(steps).toEqual([[1, 3], [1, 3], [1], [2, 4], [4]]);
  });
});

describe('a fault of a call at its place', () => {
  it('strikes it once, also after an earlier step was tried again', () => {
    const third = calls.filter(({ step, name }) => step === 3 && name === put);
    const plan = new FaultPlan(third.map((call) => placedAt(call, 'before')));
    walked(plan, [
      [
        [get, get],
        [get, get, put],
      ],
      [[get]],
      [
        [get, put],
        [get, put],
      ],
      [[put, put]],
    ]);
    expect(plan.struck.map(placed)).toEqual([`3: ${put} #1`]);
  });
});
