import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { routes } from '../../../core/routes.ts';
import { ask } from '../delivery/gateway.ts';
import { catchLogs } from '../log-lines.ts';
import { type RouteName, stageRoutes } from '../stage/memory-stage.ts';
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
const isGuarded = (route: RouteName): boolean => ['admin', 'viewer'].includes(routes[route].access);
const open = names.filter((route) => !isGuarded(route));

/** True for a field that a way leads through, or that lies inside of such a field. */
const hasWay = (route: RouteName, field: string): boolean =>
  ways.some(
    (way) => way.route === route && way.by !== undefined && `${field}.`.startsWith(`${way.by}.`),
  );

describe('every field of a request', () => {
  it.each(open)('of %s is plain, or its effect is tested for every caller', (route) => {
    const plain = plainFields[route] ?? [];
    const judged = requestFields(route).filter(
      (field) => plain.includes(field) !== hasWay(route, field),
    );
    expect(judged).toEqual(requestFields(route));
  });

  it.each(open)('of %s that is judged is there', (route) => {
    const known = requestFields(route);
    expect((plainFields[route] ?? []).filter((field) => !known.includes(field))).toEqual([]);
  });
});

/** Callers without any right on a route of operators or viewers. */
const outsiders = ['nobody', 'session', 'owner', 'stranger', 'worker'] as const;

const guarded = names
  .filter(isGuarded)
  .flatMap((route) =>
    [...outsiders, ...(routes[route].access === 'admin' ? (['viewer'] as const) : [])].map(
      (who: Who) => ({ route, who }),
    ),
  );

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
