import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { RouteName } from '../../../core/route-functions.ts';
import { routes } from '../../../core/routes.ts';
import { ask } from '../delivery/gateway.ts';
import { catchLogs } from '../log-lines.ts';
import { stageRoutes } from '../stage/memory-stage.ts';
import { plainFields } from './plain-fields.ts';
import { callers, type Who } from './powers-table.ts';
import { requestFields } from './request-fields.ts';
import { stageOfAlice } from './stage-of-alice.ts';
import { ways } from './ways.ts';

beforeEach(() => {
  catchLogs();
});
afterEach(() => {
  jest.restoreAllMocks();
});

const names = Object.keys(routes) as RouteName[];
/** True for a field that a way leads through. */
const hasWay = (route: RouteName, field: string): boolean =>
  ways.some((way) => way.route === route && way.by === field);

/** The fields that are neither plain nor a way, and those that are both. */
const unjudged = (route: RouteName, fields: readonly string[]): string[] =>
  fields.filter((field) => (plainFields[route] ?? []).includes(field) === hasWay(route, field));

describe('every field of a request', () => {
  it.each(names)('of %s is plain, or its effect is tested for every caller', (route) => {
    expect(unjudged(route, requestFields(route))).toEqual([]);
  });

  it.each(names)('of %s that is judged is there', (route) => {
    const known = requestFields(route);
    expect((plainFields[route] ?? []).filter((field) => !known.includes(field))).toEqual([]);
  });

  it('is missed where nobody judged it', () => {
    const planted = ['planted', 'files[].planted', 'amount', 'ownerId.planted'];
    expect(unjudged('createOrder', planted)).toEqual(planted);
  });
});

/** The callers that a route of operators or viewers is not for. */
const outsidersOf = (route: RouteName): Who[] =>
  (Object.keys(callers) as Who[]).filter(
    (who) => who !== 'operator' && !(who === 'viewer' && routes[route].access === 'viewer'),
  );

const guarded = names
  .filter((route) => ['admin', 'viewer'].includes(routes[route].access))
  .flatMap((route) => outsidersOf(route).map((who) => ({ route, who })));

describe("the fields of operators' routes", () => {
  it.each(guarded)('are not even read for $who by $route', async ({ route, who }) => {
    const { world } = await stageOfAlice();
    const { method, path } = routes[route];
    const caller = callers[who];
    const { status } = await ask(stageRoutes(world)[route], {
      route: `${method} ${path}`,
      params: { id: '' },
      query: { nonsense: '1' },
      body: { nonsense: 1 },
      ...(caller && { caller }),
    });
    expect(status).toBe(who === 'nobody' ? 401 : 403);
  });
});
