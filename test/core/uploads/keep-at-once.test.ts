import { describe, expect, it } from '@jest/globals';
import { NotAllowed } from '../../../core/errors.ts';
import { askToKeep } from '../../../core/uploads/ask-to-keep.ts';
import { createUpload } from '../../../core/uploads/create-upload.ts';
import { worker } from '../builders/jobs.ts';
import { anUpload, sha256 } from '../builders/records.ts';
import { admin, alice, aWorld, errorOf } from '../builders/world.ts';

const anonymous = { ownerId: 'ses_1', admin: false, worker: false };

const photo = {
  filename: 'cat.jpg',
  contentType: 'image/jpeg',
  sizeBytes: 3,
  sha256: sha256('cat'),
  category: 'photo',
};

const keepOf = async (caller: typeof alice, usersMayKeep = false, keep = true) => {
  const world = { ...aWorld(), usersMayKeep };
  const { uploadId } = await createUpload(world, caller, { ...photo, keep });
  return (await world.uploads.find(uploadId))?.keep;
};

describe('announcing a file that is to be kept for good', () => {
  it.each([
    ['a worker', worker, false],
    ['an operator', admin, false],
    ['a user, where the stage says so', alice, true],
  ])('is done by %s', async (_who, caller, usersMayKeep) => {
    expect(await keepOf(caller, usersMayKeep)).toBe(true);
  });

  it.each([
    ['a user', alice, false],
    ['an anonymous visitor', anonymous, false],
    ['an anonymous visitor, where users may', anonymous, true],
  ])('is refused to %s', async (_who, caller, usersMayKeep) => {
    expect(await errorOf(keepOf(caller, usersMayKeep))).toBeInstanceOf(NotAllowed);
  });

  it('means nothing where it is false', async () => {
    expect(await keepOf(anonymous, false, false)).toBeUndefined();
  });
});

describe('a file that is to be kept', () => {
  const kept = anUpload({ keep: true });
  const asked = async (change: object) => {
    const { bus } = aWorld();
    await askToKeep({ bus }, [{ uploadId: 'upl_1', ...change }], () => undefined);
    return bus.published.map(({ detailType, detail }) => [detailType, detail]);
  };

  it.each([
    ['was sent', { ...kept, status: 'pending' }],
    ['was read by the worker', { ...kept, status: 'checking' }],
    ['was stored in one go', undefined],
  ])('is asked for once it %s', async (_how, before) => {
    expect(await asked({ before, now: { ...kept, status: 'uploaded' } })).toEqual([
      ['UploadPromotionRequested', { uploadId: 'upl_1' }],
    ]);
  });

  it.each([
    ['has not arrived', { now: kept }],
    [
      'has arrived before',
      { before: { ...kept, status: 'uploaded' }, now: { ...kept, status: 'uploaded' } },
    ],
    [
      'is permanent',
      { before: { ...kept, status: 'uploaded' }, now: { ...kept, status: 'permanent' } },
    ],
    ['was erased', { before: kept }],
    ['was never to be kept', { now: anUpload({ status: 'uploaded' }) }],
  ])('is not asked for when it %s', async (_when, change) => {
    expect(await asked(change)).toEqual([]);
  });

  it('is told again when the bus did not take it', async () => {
    const bus = { publish: () => Promise.reject(new Error('down')) };
    const change = { uploadId: 'upl_1', now: { ...kept, status: 'uploaded' as const } };
    expect(await askToKeep({ bus }, [change], () => undefined)).toEqual(['upl_1']);
  });
});
