import { describe, expect, it } from '@jest/globals';
import { receiveVerdict } from '../../../core/scans/receive-verdict.ts';
import { arrived, kept } from '../builders/records.ts';
import { filesBucket } from '../builders/world.ts';
import { gatedWorld, record, uploadId, verdict } from './scanned.ts';

const orderKey = `photos/ord_1/${uploadId}`;
const promotedKey = `photos/promoted/${uploadId}`;
const otherKey = `photos/ord_0/${uploadId}`;

/** An order has the file; the copies of its promotion and of an older order are still there. */
const inAnOrder = () => {
  const world = gatedWorld();
  kept(world, uploadId, { key: orderKey, promotedKey, orderIds: ['ord_0', 'ord_1'] });
  const place = (key: string) => ({
    bucket: filesBucket,
    key,
    versionId: world.objects.put(filesBucket, key, `bytes of ${uploadId}`).versionId,
  });
  return { world, copies: { [promotedKey]: place(promotedKey), [otherKey]: place(otherKey) } };
};

describe('malware in a permanent copy that the record does not point at', () => {
  it.each([promotedKey, otherKey])('withdraws the file from everywhere: %s', async (key) => {
    const { world, copies } = inAnOrder();
    const copy = copies[key] as (typeof copies)[string];
    await receiveVerdict(world, verdict(copy as never, 'infected', 'Trojan.X'));
    expect(await record(world)).toMatchObject({
      status: 'quarantined',
      withdrawnAt: '2030-01-01T00:00:00.000Z',
    });
    for (const hidden of [orderKey, promotedKey, otherKey])
      expect(await world.objects.head({ bucket: filesBucket, key: hidden })).toBeUndefined();
    expect(world.alerts.raised).toMatchObject([{ kind: 'file_infected', uploadId }]);
  });

  it.each(['clean', 'unscannable'] as const)('and no other finding: %s', async (result) => {
    const { world, copies } = inAnOrder();
    const before = await record(world);
    const copy = copies[promotedKey] as never;
    expect(await receiveVerdict(world, verdict(copy, result))).toBe('ignored');
    expect(await record(world)).toEqual(before);
  });

  it('counts before the copy is on record, too: the file is not kept', async () => {
    const world = gatedWorld();
    arrived(world, uploadId);
    const place = { bucket: filesBucket, key: promotedKey, versionId: 'v9' };
    await receiveVerdict(world, verdict(place, 'infected'));
    expect(await record(world)).toMatchObject({ status: 'quarantined' });
  });

  it.each([
    ['of another bucket', { bucket: 'elsewhere', key: promotedKey }],
    ['of another upload', { bucket: filesBucket, key: 'photos/promoted/upl_other' }],
    ['whose name only ends alike', { bucket: filesBucket, key: `photos/promoted/x${uploadId}` }],
  ])('is nothing about an object %s', async (_, { bucket, key }) => {
    const { world } = inAnOrder();
    const before = await record(world);
    const place = { bucket, key, versionId: 'v1' };
    await receiveVerdict(world, { ...place, result: 'infected', uploadId });
    expect(await record(world)).toEqual(before);
  });
});
