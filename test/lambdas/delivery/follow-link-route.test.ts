import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TransientFault } from '../../../core/errors.ts';
import { NamedSigner } from './signers.ts';
import {
  aRouteWorld,
  codeOf,
  follow,
  keptOrder,
  linked,
  type RouteWorld,
  revoke,
} from './world.ts';

const dayMs = 86_400_000;
const nobodys = 'AAAAAAAAAAAAAAAAAAAAAA';

let world: RouteWorld;

beforeEach(() => {
  world = aRouteWorld();
});

describe('GET /l/{token} to one file', () => {
  it('is a 303 to a fresh URL that no cache, index or next server learns of', async () => {
    await keptOrder(world, { photo: {}, audio: {} });
    const { token = '' } = await linked(world, { role: 'photo' });
    const { status, headers, text } = await follow(world, token);
    expect({ status, text }).toEqual({ status: 303, text: '' });
    expect(headers).toEqual({
      location: 'https://cdn.test/photos/ord_1/upl_ord_1_photo?Key-Pair-Id=K1&Expires=1893456300',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
      'x-content-type-options': 'nosniff',
    });
  });

  it('redirects for a whole order that has a single file', async () => {
    await keptOrder(world, { photo: {} });
    const { token = '' } = await linked(world);
    expect((await follow(world, token)).status).toBe(303);
  });

  it('outlives the signing key: after a rotation it is signed with the new one', async () => {
    await keptOrder(world, { photo: {} });
    const { token = '' } = await linked(world);
    expect((await follow(world, token)).headers.location).toMatch(/Key-Pair-Id=K1/);
    world.signer = new NamedSigner('K2');
    expect((await follow(world, token)).headers.location).toMatch(/Key-Pair-Id=K2/);
  });

  it('outlives a move of the bucket: where the file is now is looked up, not printed', async () => {
    await keptOrder(world, { photo: {} });
    const { token = '' } = await linked(world);
    const upload = await world.uploads.find('upl_ord_1_photo');
    const { versionId } = world.objects.put('new-bucket', 'moved/cat', 'bytes of cat', {
      contentType: 'image/jpeg',
    });
    if (upload) world.uploads.put({ ...upload, bucket: 'new-bucket', key: 'moved/cat', versionId });
    expect((await follow(world, token)).headers.location).toMatch(
      /^https:\/\/cdn\.test\/moved\/cat\?/,
    );
  });

  it('works on its last day and not after it', async () => {
    await keptOrder(world, { photo: {} });
    const { token = '' } = await linked(world);
    world.clock.advance(world.linkDays * dayMs - 1);
    expect((await follow(world, token)).status).toBe(303);
    world.clock.advance(1);
    expect((await follow(world, token)).status).toBe(404);
  });
});

describe('GET /l/{token} to several files', () => {
  it('is a page that shows each of them and loads from nowhere else', async () => {
    await keptOrder(world, {
      photo: {},
      audio: { contentType: 'audio/mpeg', fileName: 'voice.mp3' },
    });
    const { token = '' } = await linked(world);
    const { status, headers, text } = await follow(world, token);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex',
      'referrer-policy': 'no-referrer',
    });
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; img-src data: https:\/\/cdn\.test; media-src https:\/\/cdn\.test;/,
    );
    expect(text).toMatch(
      /<audio controls [^>]*src="https:\/\/cdn\.test\/photos\/ord_1\/upl_ord_1_audio\?/,
    );
    expect(text).toMatch(/<img src="https:\/\/cdn\.test\/photos\/ord_1\/upl_ord_1_photo\?/);
    expect(text).not.toContain(token);
  });
});

describe('a link that leads nowhere', () => {
  it('looks the same whether unknown, malformed, revoked or expired: one page, no header apart', async () => {
    await keptOrder(world, { photo: {} });
    const { token: revoked = '' } = await linked(world);
    const { token: expired = '' } = await linked(world, { days: 1 });
    await revoke(world, revoked);
    world.clock.advance(2 * dayMs);
    const answers = await Promise.all(
      [nobodys, '', '../../etc', 'x'.repeat(5_000), revoked, expired].map((token) =>
        follow(world, token),
      ),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({
      status: 404,
      headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    });
  });

  it('has no code either: the same page again', async () => {
    await keptOrder(world, { photo: {} });
    const { token = '' } = await linked(world);
    await revoke(world, token);
    const dead = await follow(world, nobodys);
    expect(await codeOf(world, token, 'svg')).toEqual(dead);
    expect(await codeOf(world, nobodys, 'png')).toEqual(dead);
  });

  it('costs the same look-ups, whatever it is: time tells nothing either', async () => {
    await keptOrder(world, { photo: {} });
    const { token = '' } = await linked(world);
    await revoke(world, token);
    const find = jest.spyOn(world.links, 'find');
    const findOrder = jest.spyOn(world.orders, 'find');
    for (const dead of [token, nobodys]) {
      find.mockClear();
      findOrder.mockClear();
      await follow(world, dead);
      expect([find.mock.calls.length, findOrder.mock.calls.length]).toEqual([1, 1]);
    }
  });
});

describe('a good link whose file cannot be had', () => {
  it('says so on a page: lost, expired, or not just now', async () => {
    await keptOrder(world, { photo: {} });
    const { token = '' } = await linked(world);
    const upload = await world.uploads.find('upl_ord_1_photo');
    if (!upload) throw new Error('no upload');
    world.uploads.put({ ...upload, versionId: 'lost' });
    const lost = await follow(world, token);
    world.uploads.put({ ...upload, status: 'uploaded', expiresAt: '2029-01-01T00:00:00.000Z' });
    const expired = await follow(world, token);
    jest.spyOn(world.links, 'find').mockRejectedValue(new TransientFault('DynamoDB throttled us.'));
    const later = await follow(world, token);
    expect([lost, expired, later].map(({ status }) => status)).toEqual([410, 410, 503]);
    expect(later.headers['retry-after']).toBe('1');
    expect(later.text).toContain('<a class="again" href="">Try again</a>');
    for (const { headers } of [lost, expired, later])
      expect(headers['content-type']).toBe('text/html; charset=utf-8');
  });

  it('leads to the files that are still there', async () => {
    await keptOrder(world, { photo: {}, audio: {}, pdf: {} });
    const { token = '' } = await linked(world);
    world.uploads.remove('upl_ord_1_audio');
    const { status, text } = await follow(world, token);
    expect([status, (text.match(/<li>/g) ?? []).length]).toEqual([200, 2]);
  });
});

describe('the log', () => {
  it('never holds a token or a URL, whether a link works or fails', async () => {
    const written: string[] = [];
    const stdout = jest
      .spyOn(process.stdout, 'write')
      .mockImplementation((text) => written.push(String(text)) > 0);
    const stderr = jest
      .spyOn(process.stderr, 'write')
      .mockImplementation((text) => written.push(String(text)) > 0);
    await keptOrder(world, { photo: {}, audio: {} });
    const { token = '' } = await linked(world);
    await follow(world, token);
    await revoke(world, token);
    await follow(world, token);
    jest.spyOn(world.links, 'find').mockRejectedValue(new Error('unforeseen'));
    await follow(world, token);
    stdout.mockRestore();
    stderr.mockRestore();
    const log = written.join('');
    expect(log).toMatch(/Request refused/);
    expect(log).toMatch(/Request failed/);
    expect(log).not.toContain(token);
    expect(log).not.toMatch(/https?:/);
  });
});
