import { beforeEach, describe, expect, it } from '@jest/globals';
import { createLinkRoute } from '../../../lambdas/delivery/link-routes.ts';
import { aFile, anOrder } from '../../core/builders/records.ts';
import { alice, mallory } from '../../core/builders/world.ts';
import { ask } from './gateway.ts';
import {
  aRouteWorld,
  follow,
  keptOrder,
  linked,
  type RouteWorld,
  retarget,
  revoke,
} from './world.ts';

let world: RouteWorld;

beforeEach(async () => {
  world = aRouteWorld();
  await keptOrder(world, { photo: {}, audio: {} });
});

const create = (body: object, caller = alice, id = 'ord_1') =>
  ask((request) => createLinkRoute(world)(request, world.ids), { params: { id }, body, caller });

describe('POST /orders/{id}/links', () => {
  it('answers the token once, with the addresses made from it and the day it ends', async () => {
    const { status, text } = await create({ role: 'photo' });
    const { token, ...rest } = JSON.parse(text);
    expect(status).toBe(201);
    expect(rest).toEqual({
      url: `https://api.example.com/l/${token}`,
      qrSvgUrl: `https://api.example.com/l/${token}/qr.svg`,
      qrPngUrl: `https://api.example.com/l/${token}/qr.png`,
      linkId: expect.stringMatching(/^lnk_[0-9a-f]{64}$/),
      orderId: 'ord_1',
      role: 'photo',
      expiresAt: '2035-01-01T00:00:00.000Z',
    });
  });

  it('prints the configured origin instead of the API’s own', async () => {
    world.delivery = { ...world.delivery, linkOrigin: 'https://files.example.com' };
    const { token, url, qrPngUrl } = await linked(world);
    expect([url, qrPngUrl]).toEqual([
      `https://files.example.com/l/${token}`,
      `https://files.example.com/l/${token}/qr.png`,
    ]);
  });

  it('names no role for a whole order', async () => {
    expect(await linked(world)).not.toHaveProperty('role');
  });

  it('refuses an order nobody paid with 409', async () => {
    await world.orders.create(anOrder({ orderId: 'ord_2' }), [
      aFile('photo', { orderId: 'ord_2' }),
    ]);
    const { status, text } = await create({}, alice, 'ord_2');
    expect([status, JSON.parse(text).type]).toEqual([409, 'urn:keepsake:problem:order-not-paid']);
  });

  it.each([
    [{ role: 'waveform' }, 'role'],
    [{ days: 0 }, 'days'],
    [{ days: 1.5 }, 'days'],
    [{ days: 99_999 }, 'days'],
  ])('refuses %j, naming the field', async (body, field) => {
    const { status, text } = await create(body);
    expect([status, JSON.parse(text).errors[0].field]).toEqual([400, field]);
  });

  it('answers somebody else’s order like one that does not exist', async () => {
    const foreign = await create({}, mallory);
    const unknown = await create({}, mallory, 'ord_9');
    expect(foreign.status).toBe(404);
    expect(foreign.text.replace('ord_1', 'ord_9')).toBe(unknown.text);
  });
});

describe('PUT /links/{token}', () => {
  it('sends the printed link to another file and repeats no token', async () => {
    const { token = '' } = await linked(world, { role: 'photo' });
    const { status, text } = await retarget(world, token, { orderId: 'ord_1', role: 'audio' });
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual({
      linkId: expect.stringMatching(/^lnk_/),
      state: 'live',
      orderId: 'ord_1',
      role: 'audio',
      createdAt: '2030-01-01T00:00:00.000Z',
      expiresAt: '2035-01-01T00:00:00.000Z',
    });
    expect(text).not.toContain(token);
    expect((await follow(world, token)).headers.location).toMatch(/upl_ord_1_audio/);
  });

  it('shows the day the link was last used', async () => {
    const { token = '' } = await linked(world, { role: 'photo' });
    await follow(world, token);
    const { text } = await retarget(world, token, { orderId: 'ord_1', role: 'audio' });
    expect(JSON.parse(text).lastUsedOn).toBe('2030-01-01');
  });

  it('answers somebody else’s link like one that does not exist, and leaves it alone', async () => {
    const { token = '' } = await linked(world, { role: 'photo' });
    const foreign = await retarget(world, token, { orderId: 'ord_1' }, mallory);
    const unknown = await retarget(world, 'AAAAAAAAAAAAAAAAAAAAAA', { orderId: 'ord_1' }, mallory);
    expect(foreign.status).toBe(404);
    expect(foreign).toEqual(unknown);
    expect((await follow(world, token)).headers.location).toMatch(/upl_ord_1_photo/);
  });

  it('points at no order of somebody else’s', async () => {
    await keptOrder(world, { photo: {} }, 'ord_2');
    const { token = '' } = await linked(world, { role: 'photo' });
    const stolen = { orderId: 'ord_unknown' };
    expect((await retarget(world, token, stolen)).status).toBe(404);
    expect((await follow(world, token)).headers.location).toMatch(/upl_ord_1_photo/);
  });
});

describe('DELETE /links/{token}', () => {
  it('ends the link: 204, and it leads nowhere from then on', async () => {
    const { token = '' } = await linked(world, { role: 'photo' });
    const { status, text, headers } = await revoke(world, token);
    expect({ status, text, type: headers['content-type'] }).toEqual({
      status: 204,
      text: '',
      type: undefined,
    });
    expect((await follow(world, token)).status).toBe(404);
    expect((await revoke(world, token)).status).toBe(404);
  });

  it('answers somebody else’s link like one that does not exist, and leaves it alone', async () => {
    const { token = '' } = await linked(world, { role: 'photo' });
    expect(await revoke(world, token, mallory)).toEqual(
      await revoke(world, 'AAAAAAAAAAAAAAAAAAAAAA', mallory),
    );
    expect((await follow(world, token)).status).toBe(303);
  });
});
