import { describe, expect, it } from '@jest/globals';
import { dropUnfinished } from '../../../core/uploads/drop-unfinished.ts';
import type { Upload } from '../../../core/uploads/model/upload.ts';
import { receiveArrival } from '../../../core/uploads/receive-arrival.ts';
import { aWorldInParts, sendParts } from '../builders/parts.ts';
import { anUpload, sha256 } from '../builders/records.ts';
import { aWorld, uploadsBucket, type World } from '../builders/world.ts';

const uploadId = `upl_${'a'.repeat(32)}`;

const sent = (world: World, fields: Partial<Upload> | undefined = {}, bytes = 'cat') => {
  const upload = anUpload({ uploadId, ...fields });
  if (fields) world.uploads.put(upload);
  const { bucket, key } = upload;
  const { versionId } = world.objects.put(bucket, key, bytes, { contentType: upload.contentType });
  return { bucket, key, versionId };
};
const record = ({ uploads }: World) => uploads.find(uploadId);

describe('an arrival', () => {
  it('completes an upload whose own completion never came', async () => {
    const world = aWorld();
    const ref = sent(world);
    expect(await receiveArrival(world, ref)).toBe('uploaded');
    expect(await record(world)).toMatchObject({ status: 'uploaded', versionId: ref.versionId });
  });

  it('is checked like any other', async () => {
    const world = aWorld();
    expect(await receiveArrival(world, sent(world, {}, 'dog'))).toBe('quarantined');
  });

  it.each(['uploaded', 'quarantined', 'checking', 'permanent'] as const)(
    'changes nothing of an upload that is %s',
    async (status) => {
      const world = aWorld();
      const ref = sent(world, { status });
      const before = await record(world);
      expect(await receiveArrival(world, ref)).toBe('idle');
      expect(await record(world)).toEqual(before);
      expect(await world.objects.head(ref)).toBeDefined();
    },
  );

  it.each(['aborted', 'expired'] as const)(
    'of an upload that was %s is removed, by version',
    async (status) => {
      const world = aWorld();
      const ref = sent(world, { status });
      expect(await receiveArrival(world, ref)).toBe('removed');
      expect(await world.objects.head(ref)).toBeUndefined();
    },
  );

  it('is removed as it is now when the news names no version', async () => {
    const world = aWorld();
    const { bucket, key } = sent(world, { status: 'aborted' });
    expect(await receiveArrival(world, { bucket, key })).toBe('removed');
    expect(world.objects.all).toEqual([]);
    expect(await receiveArrival(world, { bucket, key })).toBe('removed');
  });

  it('that no record speaks of is removed', async () => {
    const world = aWorld();
    const { bucket, key } = anUpload({ uploadId });
    const { versionId } = world.objects.put(bucket, key, 'cat');
    expect(await receiveArrival(world, { bucket, key, versionId })).toBe('removed');
    expect(world.objects.all).toEqual([]);
  });

  it('under a key that is not ours is left alone', async () => {
    const world = aWorld();
    const { versionId } = world.objects.put(uploadsBucket, 'temp/by-hand.txt', 'cat');
    expect(
      await receiveArrival(world, { bucket: uploadsBucket, key: 'temp/by-hand.txt', versionId }),
    ).toBe('idle');
    expect(world.objects.all).toHaveLength(1);
  });

  it('under another key than its upload’s completes nothing', async () => {
    const world = aWorld();
    world.uploads.put(anUpload({ uploadId }));
    const { bucket, key } = anUpload({ uploadId, ownerId: 'usr_mallory' });
    const { versionId } = world.objects.put(bucket, key, 'cat', { contentType: 'image/jpeg' });
    expect(await receiveArrival(world, { bucket, key, versionId })).toBe('idle');
    expect(await record(world)).toMatchObject({ status: 'pending' });
  });

  it('under another key than that of an upload that was given up is left alone', async () => {
    const world = aWorld();
    world.uploads.put(anUpload({ uploadId, status: 'aborted' }));
    const { bucket, key } = anUpload({ uploadId, ownerId: 'usr_mallory' });
    const { versionId } = world.objects.put(bucket, key, 'cat');
    expect(await receiveArrival(world, { bucket, key, versionId })).toBe('idle');
    expect(world.objects.all).toHaveLength(1);
  });

  it('completes an upload of an owner whose identity provider writes slashes into subjects', async () => {
    const world = aWorld();
    const ref = sent(world, { ownerId: 'usr_tenant/7/alice' });
    expect(ref.key).toBe(`temp/usr_tenant/7/alice/${uploadId}`);
    expect(await receiveArrival(world, ref)).toBe('uploaded');
  });

  it('completes what nobody announced a SHA-256 of with the one it finds', async () => {
    const world = aWorld();
    expect(await receiveArrival(world, sent(world, { sha256: undefined as never }))).toBe(
      'uploaded',
    );
    expect(await record(world)).toMatchObject({ status: 'uploaded', sha256: sha256('cat') });
  });

  it('of bytes that are gone again changes nothing', async () => {
    const world = aWorld();
    const ref = sent(world);
    await world.objects.removeVersion(ref);
    expect(await receiveArrival(world, ref)).toBe('idle');
  });

  it('may be told twice', async () => {
    const world = aWorld();
    const ref = sent(world);
    expect([await receiveArrival(world, ref), await receiveArrival(world, ref)]).toEqual([
      'uploaded',
      'idle',
    ]);
  });
});

describe('drop what is unfinished', () => {
  it('gives up a pending upload; what arrives all the same is removed', async () => {
    const world = aWorld();
    const ref = sent(world);
    expect(await dropUnfinished(world, uploadId, 'aborted')).toMatchObject({ status: 'aborted' });
    await receiveArrival(world, ref);
    expect(world.objects.all).toEqual([]);
  });

  it('throws the parts away', async () => {
    const world = await aWorldInParts();
    sendParts(world, [1, 2]);
    await dropUnfinished(world, 'upl_1', 'aborted');
    expect(world.multiparts.unfinished).toEqual([]);
  });

  it('finishes what an earlier call began', async () => {
    const world = await aWorldInParts();
    const broken = {
      ...world,
      multiparts: { abort: async () => Promise.reject(new Error('lost')) },
    };
    await expect(dropUnfinished(broken, 'upl_1', 'aborted')).rejects.toThrow('lost');
    expect(world.multiparts.unfinished).toHaveLength(1);
    await dropUnfinished(world, 'upl_1', 'aborted');
    expect(world.multiparts.unfinished).toEqual([]);
  });

  it.each(['uploaded', 'checking', 'quarantined', 'permanent'] as const)(
    'leaves alone what has been received: %s',
    async (status) => {
      const world = aWorld();
      sent(world, { status });
      expect(await dropUnfinished(world, uploadId, 'aborted')).toMatchObject({ status });
    },
  );
});
