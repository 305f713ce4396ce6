import { describe, expect, it } from '@jest/globals';
import { Gone, NotFound, UploadMismatch, UploadNotReceived } from '../../../core/errors.ts';
import { requestPromotion } from '../../../core/promotions/request-promotion.ts';
import type { KeptChecksum } from '../../fakes/storage/memory-objects.ts';
import { anUpload, arrived, kept } from '../builders/records.ts';
import { aWorld, errorOf } from '../builders/world.ts';

const aHouse = (checksum: KeptChecksum = 'sha256') => {
  const world = aWorld();
  world.objects.copyChecksum = checksum;
  arrived(world, 'upl_1', { checksum });
  return world;
};

describe('ask for a promotion', () => {
  it('requests it and answers the upload as it is', async () => {
    const world = aHouse();
    expect(await requestPromotion(world, 'upl_1')).toMatchObject({ status: 'uploaded' });
    expect(world.bus.published).toEqual([
      { detailType: 'UploadPromotionRequested', detail: { uploadId: 'upl_1' } },
    ]);
  });

  it('requests nothing for what is permanent', async () => {
    const world = aWorld();
    kept(world, 'upl_1');
    expect(await requestPromotion(world, 'upl_1')).toMatchObject({ status: 'permanent' });
    expect(world.bus.published).toEqual([]);
  });

  it.each([
    ['pending', UploadNotReceived],
    ['checking', UploadNotReceived],
    ['quarantined', UploadMismatch],
    ['aborted', Gone],
    ['expired', Gone],
  ] as const)('refuses what is %s', async (status, kind) => {
    const world = aWorld();
    world.uploads.put(anUpload({ status }));
    expect(await errorOf(requestPromotion(world, 'upl_1'))).toBeInstanceOf(kind);
    expect(world.bus.published).toEqual([]);
  });

  it('refuses what is being removed, and what is not there', async () => {
    const world = aHouse();
    world.uploads.put(anUpload({ status: 'uploaded', removal: { as: 'expired', at: '', by: '' } }));
    expect(await errorOf(requestPromotion(world, 'upl_1'))).toBeInstanceOf(Gone);
    expect(await errorOf(requestPromotion(world, 'upl_2'))).toBeInstanceOf(NotFound);
  });
});
