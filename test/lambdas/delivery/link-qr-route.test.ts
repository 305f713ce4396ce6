import { beforeEach, describe, expect, it } from '@jest/globals';
import { hashToken } from '../../../core/sessions/model/token-hash.ts';
import { pictureOfPng, pictureOfSvg, scan } from './scan-code.ts';
import { aRouteWorld, codeOf, keptOrder, linked, type RouteWorld } from './world.ts';

let world: RouteWorld;
let token: string;
let url: string;

beforeEach(async () => {
  world = aRouteWorld();
  await keptOrder(world, { photo: {} });
  const link = await linked(world);
  token = link.token ?? '';
  url = link.url ?? '';
});

describe('GET /l/{token}/qr.svg and qr.png', () => {
  it('is the link’s own address, in both shapes', async () => {
    expect(scan(pictureOfSvg((await codeOf(world, token, 'svg')).text))).toBe(url);
    expect(scan(pictureOfPng((await codeOf(world, token, 'png')).bytes))).toBe(url);
  });

  it('is the printed origin’s address where one is configured', async () => {
    world.delivery = { ...world.delivery, linkOrigin: 'https://files.example.com' };
    expect(scan(pictureOfPng((await codeOf(world, token, 'png')).bytes))).toBe(
      `https://files.example.com/l/${token}`,
    );
  });

  it('says what it is, to this client only and not for long', async () => {
    const expected = {
      'cache-control': 'private, max-age=300',
      'x-robots-tag': 'noindex',
      'x-content-type-options': 'nosniff',
    };
    expect((await codeOf(world, token, 'svg')).headers).toMatchObject({
      ...expected,
      'content-type': 'image/svg+xml',
    });
    expect((await codeOf(world, token, 'png')).headers).toMatchObject({
      ...expected,
      'content-type': 'image/png',
    });
  });

  it('is 512 pixels wide unless asked otherwise', async () => {
    expect((await codeOf(world, token, 'svg')).text).toContain('width="512" height="512"');
    expect((await codeOf(world, token, 'svg', { size: '2048' })).text).toContain(
      'width="2048" height="2048"',
    );
    expect(
      pictureOfPng((await codeOf(world, token, 'png', { size: '1000' })).bytes).width,
    ).toBeGreaterThan(950);
  });

  it.each(['63', '2049', '0', '-512', '512.5', '1e3', '512px', '', '99999999999999999999'])(
    'refuses size=%s, naming the field',
    async (size) => {
      const { status, text } = await codeOf(world, token, 'png', { size });
      expect([status, JSON.parse(text).errors[0].field]).toEqual([400, 'size']);
    },
  );

  it('does not count as a use of the link', async () => {
    await codeOf(world, token);
    const link = await world.links.find(hashToken(token));
    expect(link?.lastUsedOn).toBeUndefined();
  });
});
