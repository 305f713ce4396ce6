import { describe, expect, it } from '@jest/globals';
import { routes } from '../../../core/routes.ts';
import { ask } from '../delivery/gateway.ts';
import { stageRoutes } from '../stage/memory-stage.ts';
import { callers } from './powers-table.ts';
import { stageOfAlice } from './stage-of-alice.ts';
import type { Way } from './way.ts';
import { ways } from './ways.ts';

/** Lists of a caller that may look at everything; the parts of an upload are its owner's alone. */
const lists = ways.filter(
  ({ route, effect }) =>
    /^(older)?[lL]ist/.test(route) && route !== 'listParts' && effect !== 'goOn',
);

const statusOf = async ({ route, request }: Way, more: Record<string, string>): Promise<number> => {
  const stage = await stageOfAlice();
  const { method, path } = routes[route];
  const asked = (await request?.(stage, 'operator')) ?? {};
  const answer = await ask(stageRoutes(stage.world)[route], {
    ...asked,
    route: `${method} ${path}`,
    query: { ...asked.query, ...more },
    caller: callers.operator,
  });
  return answer.status;
};

describe('a parameter that a list does not have', () => {
  it.each(lists)('is refused by $route: it might be a misspelt filter', async (way) => {
    expect(await statusOf(way, { nonsense: '1' })).toBe(400);
  });

  it.each(lists)('is passed over by $route where it only keeps caches away', async (way) => {
    expect(await statusOf(way, { _: '1' })).toBe(200);
  });
});
