import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { RouteName } from '../../../core/route-functions.ts';
import { routes, routesWithQuery } from '../../../core/routes.ts';
import { linkRefusal } from '../../../lambdas/delivery/link-refusal.ts';
import { operations } from '../../../openapi/operations.ts';
import { ask } from '../delivery/gateway.ts';
import { catchLogs } from '../log-lines.ts';
import { stageRoutes } from '../stage/memory-stage.ts';
import { callers, powers, type Who } from './powers-table.ts';
import { stageOfAlice } from './stage-of-alice.ts';
import type { Way } from './way.ts';
import { ways } from './ways.ts';

beforeEach(() => {
  catchLogs();
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** Mailers add parameters to links; older clients send metadata as parameters. */
const passingOver: readonly string[] = [
  'followLink',
  'olderVideo',
  'olderTranscriptFile',
  'olderTranscriptText',
];

const names = Object.keys(routes) as RouteName[];
const strict = names.filter((name) => !passingOver.includes(name));

const holderOf = ({ effect }: Way): Who =>
  (powers[effect] as readonly Who[]).includes('operator') ? 'operator' : 'owner';

/** The status that a caller gets who may have the effect, with more parameters than that takes. */
const statusOf = async (name: RouteName, more: Record<string, string>): Promise<number> => {
  const way = ways.find(
    ({ route, effect }) => route === name && effect !== 'mix' && effect !== 'goOn',
  );
  if (!way) throw new Error(`no way over ${name}`);
  const stage = await stageOfAlice();
  const { method, path } = routes[name];
  const who = holderOf(way);
  const caller = callers[who];
  const asked = (await way.request?.(stage, who)) ?? {};
  const answer = await ask(
    stageRoutes(stage.world)[name],
    {
      ...asked,
      route: `${method} ${path}`,
      query: { ...asked.query, ...more },
      ...(caller && { caller }),
    },
    path.startsWith('/l/') ? linkRefusal : undefined,
  );
  return answer.status;
};

describe('a parameter that a route does not have', () => {
  it.each(strict)('is refused by %s: it might be a misspelt one', async (name) => {
    expect(await statusOf(name, { nonsense: '1' })).toBe(400);
  });

  it.each(names)('is passed over by %s where it only keeps caches away', async (name) => {
    expect(await statusOf(name, { _: '1' })).not.toBe(400);
  });

  it.each(passingOver as readonly RouteName[])('is passed over by %s', async (name) => {
    expect(await statusOf(name, { utm_source: 'news' })).not.toBe(400);
  });
});

describe('the parameters of a route', () => {
  it('are described where it has any', () => {
    const described = names.filter(
      (name) => operations[name].query !== undefined || passingOver.includes(name),
    );
    expect([...routesWithQuery].sort()).toEqual(described.sort());
  });
});
