import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Link } from '../../../core/delivery/model/link.ts';
import type { Links } from '../../../core/delivery/ports.ts';
import { freshId, sampleLink } from '../shared/samples.ts';

/** Contract tests of every store of permalinks. */
export function describeLinks(name: string, makeLinks: () => Links): void {
  const links = makeLinks();
  let link: Link;

  const stored = (): Promise<Link | undefined> => links.find(link.tokenHash);

  beforeEach(async () => {
    link = sampleLink();
    await links.create(link);
  });

  describe(`${name} as Links`, () => {
    it('finds a link by the hash of its token, and nothing for another', async () => {
      expect(await stored()).toEqual(link);
      expect(await links.find(sampleLink().tokenHash)).toBeUndefined();
    });

    it('keeps a link to a whole order, without a role', async () => {
      const { role: _one, ...whole } = sampleLink();
      await links.create(whole);
      expect(await links.find(whole.tokenHash)).toEqual(whole);
    });

    it('refuses a second link under the same hash and keeps the first', async () => {
      await expect(links.create({ ...link, ownerId: 'thief' })).rejects.toMatchObject({
        name: 'AlreadyExists',
      });
      expect(await stored()).toEqual(link);
    });

    it('hands out expired and revoked links: judging them is the caller’s job', async () => {
      const dead = sampleLink({
        expiresAt: '2001-01-01T00:00:00.000Z',
        revokedAt: '2000-01-01T00:00:00.000Z',
      });
      await links.create(dead);
      expect(await links.find(dead.tokenHash)).toEqual(dead);
    });

    it('points a link somewhere else', async () => {
      const { role: _was, ...rest } = link;
      await links.replace({ ...rest, orderId: 'ord_other' }, link);
      expect(await stored()).toEqual({ ...rest, orderId: 'ord_other' });
    });

    it('never brings a revoked link back', async () => {
      const revoked = { ...link, revokedAt: '2030-02-01T00:00:00.000Z' };
      await links.replace(revoked, link);
      await expect(links.replace(link, revoked)).rejects.toMatchObject({ name: 'StaleRecord' });
      expect(await stored()).toEqual(revoked);
    });

    it.each<[string, Partial<Link>]>([
      ['to another order', { orderId: 'ord_other' }],
      ['to another file', { role: 'audio' }],
      ['to the whole order', { role: undefined }],
    ])('does not replace what leads %s since it was read', async (_where, target) => {
      const { role = undefined, ...rest } = { ...link, ...target };
      const moved = role === undefined ? rest : { ...rest, role };
      await links.replace(moved, link);
      await expect(
        links.replace({ ...link, revokedAt: '2030-02-01T00:00:00.000Z' }, link),
      ).rejects.toMatchObject({ name: 'StaleRecord' });
      expect(await stored()).toEqual(moved);
    });

    it('replaces a link to a whole order, unless it leads to one file by now', async () => {
      const { role: _one, ...whole } = sampleLink();
      await links.create(whole);
      await links.replace({ ...whole, role: 'photo' }, whole);
      await expect(links.replace({ ...whole, orderId: 'ord_other' }, whole)).rejects.toMatchObject({
        name: 'StaleRecord',
      });
      expect(await links.find(whole.tokenHash)).toEqual({ ...whole, role: 'photo' });
    });

    it('does not replace what was never created', async () => {
      const unknown = sampleLink();
      await expect(links.replace(unknown, unknown)).rejects.toMatchObject({ name: 'StaleRecord' });
      expect(await links.find(unknown.tokenHash)).toBeUndefined();
    });

    it('lists the links of an order, dead ones too', async () => {
      const orderId = freshId('ord');
      const [one, other] = [
        sampleLink({ orderId }),
        sampleLink({ orderId, revokedAt: '2030-02-01T00:00:00.000Z' }),
      ];
      await Promise.all([links.create(one), links.create(other)]);
      const found = await links.ofOrder(orderId);
      expect(found.toSorted((a, b) => (a.tokenHash < b.tokenHash ? -1 : 1))).toEqual(
        [one, other].toSorted((a, b) => (a.tokenHash < b.tokenHash ? -1 : 1)),
      );
      expect(await links.ofOrder(freshId('ord'))).toEqual([]);
    });

    it('does not list what was pointed at another order', async () => {
      const [orderId, next] = [freshId('ord'), freshId('ord')];
      const moved = sampleLink({ orderId });
      await links.create(moved);
      await links.replace({ ...moved, orderId: next }, moved);
      expect(await links.ofOrder(orderId)).toEqual([]);
      expect(await links.ofOrder(next)).toEqual([{ ...moved, orderId: next }]);
    });

    it('notes the day of use, and the next one', async () => {
      await links.touch(link.tokenHash, '2030-01-31');
      expect(await stored()).toEqual({ ...link, lastUsedOn: '2030-01-31' });
      await links.touch(link.tokenHash, '2030-02-01');
      expect((await stored())?.lastUsedOn).toBe('2030-02-01');
    });

    it('takes the same day twice, and a late note of an earlier one, without complaint', async () => {
      for (const day of ['2030-01-31', '2030-01-31', '2030-01-30'])
        await links.touch(link.tokenHash, day);
      expect((await stored())?.lastUsedOn).toBe('2030-01-31');
    });

    it('notes nothing about a link that does not exist', async () => {
      const unknown = sampleLink();
      await links.touch(unknown.tokenHash, '2030-01-31');
      expect(await links.find(unknown.tokenHash)).toBeUndefined();
    });
  });
}
