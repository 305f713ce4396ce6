import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { routes } from '../../../core/routes.ts';
import { linkRefusal } from '../../../lambdas/delivery/link-refusal.ts';
import { ask } from '../delivery/gateway.ts';
import { catchLogs } from '../log-lines.ts';
import { stageRoutes } from '../stage/memory-stage.ts';
import { callers, powers, type Who } from './powers-table.ts';
import { type StageOfAlice, stageOfAlice } from './stage-of-alice.ts';
import type { Request, Way } from './way.ts';
import { ways } from './ways.ts';

beforeEach(() => {
  catchLogs();
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** How a request without the power ends: not signed in, not allowed, not there, or not a field. */
const refusals = [400, 401, 403, 404];

const stateOf = ({ world }: StageOfAlice): unknown => ({
  uploads: world.uploads.all,
  jobs: world.jobs.all,
  batches: world.batches.all,
  orders: world.orders.all,
  links: world.links.all,
  objects: world.objects.all,
  quotas: world.uploads.quotas.all,
  published: world.bus.published,
});

const answerTo = async (way: Way, who: Who, stage: StageOfAlice, request: Request) => {
  const { method, path } = routes[way.route];
  const caller = callers[who];
  return ask(
    stageRoutes(stage.world)[way.route],
    { route: `${method} ${path}`, ...request, ...(caller && { caller }) },
    path.startsWith('/l/') ? linkRefusal : undefined,
  );
};

/** Callers who may see nothing of hers without her link or her session's token. */
const strangers: readonly Who[] = ['nobody', 'session', 'stranger'];

const isForStrangers = ({ effect }: Way): boolean => effect === 'follow' || effect === 'claim';

const cases = ways.flatMap((way) =>
  (Object.keys(callers) as Who[]).map((who) => {
    const holds = (powers[way.effect] as readonly Who[]).includes(who);
    const name = way.by === undefined ? way.route : `${way.route} by ${way.by}`;
    return { way, who, holds, text: `${way.effect}, ${name}: ${holds ? 'for' : 'not for'} ${who}` };
  }),
);

describe('every way to every power', () => {
  it.each(cases)('$text', async ({ way, who, holds }) => {
    const stage = await stageOfAlice();
    const request = (await way.request?.(stage, who)) ?? {};
    const before = structuredClone(stateOf(stage));
    const { status, text } = await answerTo(way, who, stage, request);
    expect({ status, refused: refusals.includes(status) }).toEqual({ status, refused: !holds });
    if (!holds) expect(stateOf(stage)).toEqual(before);
    if (holds && strangers.includes(who) && !isForStrangers(way))
      expect(stage.hers.filter((id) => text.includes(`"${id}"`))).toEqual([]);
  });

  it('is in the table: no route is without a power', () => {
    const known = new Set<string>(ways.map(({ route }) => route));
    expect(Object.keys(routes).filter((name) => !known.has(name))).toEqual([]);
  });
});
