import { beforeEach, describe, expect, it } from '@jest/globals';
import { followLinkRoute } from '../../../lambdas/delivery/follow-link-route.ts';
import { linkRefusal } from '../../../lambdas/delivery/link-refusal.ts';
import { ask } from './gateway.ts';
import { aRouteWorld, codeOf, follow, keptOrder, linked, type RouteWorld } from './world.ts';

let world: RouteWorld;
let token: string;
beforeEach(async () => {
  world = aRouteWorld();
  await keptOrder(world, { photo: {} });
  token = (await linked(world)).token ?? 'none';
});

const usedOn = (): (string | undefined)[] => world.links.all.map(({ lastUsedOn }) => lastUsedOn);

const head = () =>
  ask(followLinkRoute(world), { route: 'HEAD /l/{token}', params: { token } }, linkRefusal);

describe('a printed link', () => {
  it.each(['/', '.', './', '/.', ',', ')', '”', '>', '!', ' '])(
    'is followed with %j behind it',
    async (behind) => {
      expect((await follow(world, `${token}${behind}`)).status).toBe(303);
      expect((await codeOf(world, `${token}${behind}`)).status).toBe(200);
    },
  );

  it.each(['.a', '/a', 'a', '/qr.svg/x'])('is another one with %j behind it', async (behind) => {
    expect((await follow(world, `${token}${behind}`)).status).toBe(404);
  });
});

describe('HEAD of a link', () => {
  it('answers where it leads, and is no use of it', async () => {
    const { status, headers, text } = await head();
    expect({ status, text, usedOn: usedOn() }).toEqual({
      status: 303,
      text: '',
      usedOn: [undefined],
    });
    expect(headers).toEqual((await follow(world, token)).headers);
    expect(usedOn()).toEqual(['2030-01-01']);
  });
});
