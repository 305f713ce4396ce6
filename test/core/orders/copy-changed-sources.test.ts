import { describe, expect, it } from '@jest/globals';
import { copyFiles } from '../../../core/orders/copy-files.ts';
import { aFile, aMigratingOrder, anUpload, arrived } from '../builders/records.ts';
import { filesBucket, stored, type World } from '../builders/world.ts';
import { chunk, claimed, copies, copy, key } from './chunk-copies.ts';

describe('copy files whose source is not as it was', () => {
  const erase = async (world: World, uploadId: string) => {
    const { bucket, key: at, versionId = '' } = (await world.uploads.find(uploadId)) ?? anUpload();
    await world.objects.removeVersion({ bucket, key: at, versionId });
  };

  it('fault 6: fails a required file that is gone', async () => {
    const world = claimed();
    await erase(world, 'upl_photo');
    expect(await copy(world)).toContainEqual({
      role: 'photo',
      status: 'failed',
      failure: 'source_missing',
    });
  });

  it('fault 6: skips an optional file that is gone, and owes nothing for it', async () => {
    const world = claimed([aFile('audio'), aFile('photo', { required: false })]);
    await erase(world, 'upl_photo');
    expect(await copy(world)).toContainEqual({
      role: 'photo',
      status: 'skipped',
      failure: 'source_missing',
    });
    expect((await stored(world)).file('photo')).not.toMatchObject({
      permanentKey: expect.anything(),
    });
  });

  it('fault 7: copies the pinned version when another was put over it', async () => {
    const world = claimed();
    const { bucket, key: at } = (await world.uploads.find('upl_photo')) ?? anUpload();
    world.objects.put(bucket, at, 'new bytes');
    await copy(world);
    expect((await world.objects.head({ bucket: filesBucket, key }))?.sizeBytes).toBe(
      'bytes of upl_photo'.length,
    );
  });

  it('fault 7: fails a file whose pinned version is another object, required or not', async () => {
    const world = claimed([aFile('audio'), aFile('photo', { required: false })]);
    world.uploads.put({
      ...((await world.uploads.find('upl_photo')) ?? anUpload()),
      etag: '"another"',
    });
    expect(await copy(world)).toContainEqual({
      role: 'photo',
      status: 'failed',
      failure: 'source_changed',
    });
  });

  it.each([
    ['is pending', anUpload({ uploadId: 'upl_photo' })],
    [
      'was quarantined',
      anUpload({ uploadId: 'upl_photo', status: 'quarantined', versionId: 'v1', etag: '"e"' }),
    ],
    [
      'has a category nobody configured',
      anUpload({
        uploadId: 'upl_photo',
        status: 'uploaded',
        category: 'gone',
        versionId: 'v1',
        etag: '"e"',
      }),
    ],
  ])('does not ask storage for an upload that %s', async (_what, upload) => {
    const world = claimed();
    world.uploads.put(upload);
    expect(await copy(world)).toContainEqual({
      role: 'photo',
      status: 'failed',
      failure: 'source_missing',
    });
    expect(copies(world)).toBe(1);
  });

  it('does not ask storage for an upload without a record', async () => {
    const world = claimed();
    world.uploads.remove('upl_photo');
    expect(await copy(world)).toContainEqual({
      role: 'photo',
      status: 'failed',
      failure: 'source_missing',
    });
  });

  it('does not try a file again that failed for good', async () => {
    const world = claimed();
    await erase(world, 'upl_photo');
    await copy(world);
    await copy(world);
    expect(copies(world)).toBe(2);
  });

  it('tries again in another attempt what failed or was removed in this one', async () => {
    const world = claimed();
    await erase(world, 'upl_photo');
    await copy(world);
    arrived(world, 'upl_photo');
    world.orders.put(
      aMigratingOrder({ attempt: 2, runId: 'ord_1-2' }),
      (await stored(world)).files,
    );
    await copyFiles(world, { ...chunk, attempt: 2, runId: 'ord_1-2' });
    const file = (await stored(world)).file('photo');
    expect([file?.status, file?.attempt, file?.failure]).toEqual(['copied', 2, undefined]);
  });
});
