import { describe, expect, it } from '@jest/globals';
import { Gone, TransientFault } from '../../../core/errors.ts';
import { changeUpload } from '../../../core/uploads/change-upload.ts';
import { createUpload } from '../../../core/uploads/create-upload.ts';
import { dropUnfinished } from '../../../core/uploads/drop-unfinished.ts';
import { faulty } from '../../fakes/shared/faulty.ts';
import { alice, aWorld, errorOf } from '../builders/world.ts';
import { film, first } from './announcements.ts';

const MiB = 1024 ** 2;

describe('create a large upload', () => {
  const large = { ...film, sizeBytes: 10 * MiB + 1 };

  it('plans parts above the threshold and signs nothing yet', async () => {
    const world = aWorld();
    const answer = await createUpload(world, alice, large);
    expect(answer).toEqual({
      uploadId: expect.any(String),
      key: expect.any(String),
      multipart: { partSizeBytes: 8 * MiB, partCount: 2 },
      expiresAt: '2030-01-08T00:00:00.000Z',
    });
    expect(world.signer.signed).toEqual([]);
  });

  it('takes one PUT up to the threshold', async () => {
    expect(await createUpload(aWorld(), alice, { ...film, sizeBytes: 10 * MiB })).toMatchObject({
      method: 'PUT',
    });
  });

  it('keeps the plan with storage’s own id on record', async () => {
    const world = aWorld();
    const { uploadId } = await createUpload(world, alice, large);
    expect((await world.uploads.find(uploadId))?.multipart).toEqual({
      multipartId: world.multiparts.unfinished[0],
      partSizeBytes: 8 * MiB,
      partCount: 2,
    });
  });

  it('may hear the SHA-256 later', async () => {
    const world = aWorld();
    const { uploadId } = await createUpload(world, alice, { ...large, sha256: undefined });
    expect(await world.uploads.find(uploadId)).toMatchObject({
      status: 'pending',
      sizeBytes: large.sizeBytes,
    });
    expect(await world.uploads.find(uploadId)).not.toHaveProperty('sha256');
  });

  it('asks storage for nothing until the registry agreed', async () => {
    const world = aWorld();
    const uploads = faulty(world.uploads, (operation) =>
      operation === 'create' ? 'before' : undefined,
    );
    await errorOf(createUpload({ ...world, uploads }, alice, large));
    expect(world.multiparts.unfinished).toEqual([]);
  });

  it('gives the upload up when storage does not begin', async () => {
    const world = aWorld();
    const multiparts = {
      begin: async () => Promise.reject(new TransientFault('not now')),
      abort: async () => {},
    };
    expect(await errorOf(createUpload({ ...world, multiparts }, alice, large))).toBeInstanceOf(
      TransientFault,
    );
    expect(await world.uploads.find(first)).toMatchObject({ status: 'aborted' });
  });

  it.each(['before', 'after'] as const)(
    'gives it up, and its parts, when their plan cannot be saved (%s)',
    async (fault) => {
      const world = aWorld();
      let saves = 0;
      const uploads = faulty(world.uploads, (operation) =>
        operation === 'save' && saves++ === 0 ? fault : undefined,
      );
      expect(await errorOf(createUpload({ ...world, uploads }, alice, large))).toBeInstanceOf(
        TransientFault,
      );
      expect(await world.uploads.find(first)).toMatchObject({ status: 'aborted' });
      expect(world.multiparts.unfinished).toEqual([]);
    },
  );

  it('keeps the plan also when the session is claimed meanwhile', async () => {
    const world = aWorld();
    const begin = async (request: Parameters<typeof world.multiparts.begin>[0]) => {
      await changeUpload(world, first, (upload) => ({ ...upload, ownerId: 'usr_bob' }));
      return world.multiparts.begin(request);
    };
    const multiparts = { begin, abort: world.multiparts.abort.bind(world.multiparts) };
    await createUpload({ ...world, multiparts }, alice, large);
    expect(await world.uploads.find(first)).toMatchObject({
      ownerId: 'usr_bob',
      multipart: { partCount: 2 },
    });
  });

  it('begins nothing for what was taken back meanwhile', async () => {
    const world = aWorld();
    const begin = async (request: Parameters<typeof world.multiparts.begin>[0]) => {
      await dropUnfinished(world, first, 'aborted');
      return world.multiparts.begin(request);
    };
    const multiparts = { begin, abort: world.multiparts.abort.bind(world.multiparts) };
    expect(await errorOf(createUpload({ ...world, multiparts }, alice, large))).toBeInstanceOf(
      Gone,
    );
    expect([(await world.uploads.find(first))?.multipart, world.multiparts.unfinished]).toEqual([
      undefined,
      [],
    ]);
  });
});
