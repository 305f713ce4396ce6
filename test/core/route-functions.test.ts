import { describe, expect, it } from '@jest/globals';
import { routes } from '../../core/contract.ts';
import { deadlineSecondsOf, type RouteName, routeFunctions } from '../../core/route-functions.ts';

const names = Object.keys(routes) as RouteName[];
const functions = Object.entries<readonly RouteName[]>(routeFunctions);

describe('the functions behind the routes', () => {
  it('serve every route of the contract, each one of them', () => {
    expect(functions.flatMap(([, served]) => served).sort()).toEqual([...names].sort());
  });

  it.each(functions)(
    '%s serves the public, owners or operators, and no two of them',
    (_, served) => {
      expect(new Set(served.map((name) => routes[name].access)).size).toBe(1);
    },
  );
});

describe('the deadlines', () => {
  it('are 10 seconds, and 29 for the routes that wait for storage', () => {
    const slow = names.filter((name) => deadlineSecondsOf(name) !== 10);
    expect(slow.map((name) => [name, deadlineSecondsOf(name)])).toEqual([
      ['claimSession', 29],
      ['completeUpload', 29],
      ['deleteUpload', 29],
      ['cleanUp', 29],
      ['finishJob', 29],
      ['failJob', 29],
      ['compensateOrder', 29],
      ['olderCleanUp', 29],
    ]);
  });
});
