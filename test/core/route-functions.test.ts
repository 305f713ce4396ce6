import { describe, expect, it } from '@jest/globals';
import { deadlineSecondsOf, type RouteName, routeFunctions } from '../../core/route-functions.ts';
import { routes } from '../../core/routes.ts';

const names = Object.keys(routes) as RouteName[];
const functions = Object.entries<readonly RouteName[]>(routeFunctions);

describe('the functions behind the routes', () => {
  it('serve every route of the contract, each one of them', () => {
    expect(functions.flatMap(([, served]) => served).sort()).toEqual([...names].sort());
  });

  it.each(functions)(
    '%s serves the public, owners or operators, and no two of them',
    (_, served) => {
      const people = served.map((name) => routes[name].access);
      // Viewers and administrators are both operators.
      const kinds = people.map((access) => (access === 'viewer' ? 'admin' : access));
      expect(new Set(kinds).size).toBe(1);
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
      ['eraseOwner', 29],
      ['cleanUp', 29],
      ['reconcileOrders', 29],
      ['lookForOrphans', 29],
      ['readDeadLetters', 29],
      ['redriveDeadLetters', 29],
      ['dropDeadLetters', 29],
      ['finishJob', 29],
      ['failJob', 29],
      ['compensateOrder', 29],
      ['olderCleanUp', 29],
    ]);
  });
});
