import { describe, expect, it } from '@jest/globals';
import { Gone, InvalidInput, UploadMismatch, UploadNotReceived } from '../../../core/errors.ts';
import { checkUpload } from '../../../core/uploads/check-upload.ts';
import { completeUpload } from '../../../core/uploads/complete-upload.ts';
import type { CheckRequest } from '../../../core/uploads/ports.ts';
import { faulty } from '../../fakes/shared/faulty.ts';
import { aWorldInParts, film, sendParts } from '../builders/parts.ts';
import { anUpload, sha256 } from '../builders/records.ts';
import { alice, errorOf, type World } from '../builders/world.ts';

const complete = (world: World, input: unknown = {}) =>
  completeUpload(world, alice, 'upl_1', input);
const record = ({ uploads }: World) => uploads.find('upl_1');
const work = async (world: World, hasTime = () => true): Promise<void> => {
  for (let request = world.checks.sent.shift(); request; request = world.checks.sent.shift())
    await checkUpload(world, { ...request, hasTime });
};
const without = { sha256: undefined as never };

describe('complete an upload in parts', () => {
  it('makes one object of the parts and leaves reading it to the worker', async () => {
    const world = await aWorldInParts();
    sendParts(world);
    expect(await complete(world)).toMatchObject({
      status: 'checking',
      versionId: expect.any(String),
    });
    expect(world.reader.calls).toEqual(['firstBytes']);
    expect(world.checks.sent).toMatchObject([{ uploadId: 'upl_1' }]);
  });

  it('is uploaded once the worker has read it', async () => {
    const world = await aWorldInParts();
    sendParts(world);
    await complete(world);
    await work(world);
    expect(await record(world)).toMatchObject({ status: 'uploaded', sha256: sha256(film) });
  });

  it('is quarantined when the bytes are not those announced', async () => {
    const world = await aWorldInParts();
    sendParts(world, [1, 2, 3, 4], 'abcdefghijklmX');
    await complete(world);
    await work(world);
    expect(await record(world)).toMatchObject({
      status: 'quarantined',
      quarantineReason: 'its SHA-256 is not the announced one',
    });
    await expect(complete(world)).rejects.toThrow(UploadMismatch);
  });

  it('is quarantined at once when its first bytes are another type’s', async () => {
    const world = await aWorldInParts();
    world.fileTypes.says = 'application/x-msdownload';
    sendParts(world);
    await expect(complete(world)).rejects.toThrow(UploadMismatch);
    expect(world.checks.sent).toEqual([]);
  });

  it('names what is missing, and the upload stays as it was', async () => {
    const world = await aWorldInParts();
    sendParts(world, [1, 3]);
    const error = await errorOf(complete(world));
    expect(error).toBeInstanceOf(UploadNotReceived);
    expect((error as Error).message).toContain('2 of 4 parts have not arrived: 2, 4.');
    expect(await record(world)).toMatchObject({ status: 'pending' });
    expect(world.multiparts.unfinished).toEqual([world.multipartId]);
  });

  it('counts a part of another length as missing', async () => {
    const world = await aWorldInParts();
    sendParts(world);
    world.multiparts.put(world.multipartId, 2, Buffer.from('too long'));
    expect(((await errorOf(complete(world))) as Error).message).toContain(
      '1 of 4 parts have not arrived: 2.',
    );
  });

  it('names 20 missing parts at most', async () => {
    const world = await aWorldInParts();
    const upload = await record(world);
    if (upload?.multipart)
      world.uploads.put({ ...upload, multipart: { ...upload.multipart, partCount: 30 } });
    expect(((await errorOf(complete(world))) as Error).message).toMatch(
      /30 of 30 parts have not arrived: 1, 2, .*, 20, …\.$/,
    );
  });

  it('takes the SHA-256 with the completion when it was not announced before', async () => {
    const world = await aWorldInParts(without);
    sendParts(world);
    expect(await complete(world, { sha256: sha256(film) })).toMatchObject({
      status: 'checking',
      sha256: sha256(film),
    });
    await work(world);
    expect(await record(world)).toMatchObject({ status: 'uploaded', sha256: sha256(film) });
  });

  it.each([
    ['another one than announced', {}, { sha256: sha256('other') }],
    ['one that is none', {}, { sha256: 'abc' }],
  ])('refuses to complete with this SHA-256: %s', async (_what, announced, input) => {
    const world = await aWorldInParts(announced);
    sendParts(world);
    expect(await errorOf(complete(world, input))).toBeInstanceOf(InvalidInput);
    expect(world.multiparts.unfinished).toEqual([world.multipartId]);
  });

  it('hears one SHA-256 of two: what is on record is what the bytes must be', async () => {
    const world = await aWorldInParts(without);
    sendParts(world);
    const ends = await Promise.allSettled([
      complete(world, { sha256: sha256(film) }),
      complete(world, { sha256: sha256('other') }),
    ]);
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(await record(world)).toMatchObject({ sha256: sha256(film) });
  });

  it.each([
    ['announced', {}],
    ['for the server to find', without],
  ])(
    'goes on when storage made the object and its answer was lost, its SHA-256 %s',
    async (_what, announced) => {
      const world = await aWorldInParts(announced);
      sendParts(world);
      const multiparts = faulty(world.multiparts, (operation) =>
        operation === 'complete' ? 'after' : undefined,
      );
      await errorOf(complete({ ...world, multiparts }));
      expect(await record(world)).toMatchObject({ status: 'pending' });
      expect(await complete(world)).toMatchObject({ status: 'checking' });
      await work(world);
      expect(await record(world)).toMatchObject({ status: 'uploaded', sha256: sha256(film) });
    },
  );

  it('says so when its parts were dropped', async () => {
    const world = await aWorldInParts();
    await world.multiparts.abort({ ...anUpload(), multipartId: world.multipartId });
    expect(((await errorOf(complete(world))) as Error).message).toContain('start a new upload');
  });

  it('is not completed after it was given up meanwhile', async () => {
    const world = await aWorldInParts();
    sendParts(world);
    const upload = await record(world);
    const checks = {
      send: async () => upload && world.uploads.put({ ...upload, status: 'aborted', revision: 1 }),
    };
    expect(await errorOf(complete({ ...world, checks } as never))).toBeInstanceOf(Gone);
    expect(await record(world)).toMatchObject({ status: 'aborted' });
  });

  it.each([
    ['announced', {}],
    ['for the server to find', without],
  ])(
    'asks for the check before the record says so: no crash can leave it waiting for nobody, its SHA-256 %s',
    async (_what, announced) => {
      const world = await aWorldInParts(announced);
      sendParts(world);
      const uploads = faulty(world.uploads, (operation) =>
        operation === 'save' ? 'before' : undefined,
      );
      await errorOf(complete({ ...world, uploads }));
      await work(world);
      expect(await record(world)).toMatchObject({ status: 'uploaded' });
    },
  );

  it('answers the same while it is being read, and asks nobody again', async () => {
    const world = await aWorldInParts();
    sendParts(world);
    const first = await complete(world);
    expect(await complete(world)).toEqual(first);
    expect(world.checks.sent).toHaveLength(1);
  });
});

describe('check upload', () => {
  const checking = async (bytes = film, announced = {}) => {
    const world = await aWorldInParts(announced);
    sendParts(world, [1, 2, 3, 4], bytes);
    await complete(world);
    const [asked = { uploadId: 'upl_1' }] = world.checks.sent.splice(0);
    return { ...world, asked };
  };

  it.each([
    ['announced', {}],
    ['for it to find', without],
  ])(
    'hands over what it has no time for, as often as it takes, the SHA-256 %s',
    async (_what, announced) => {
      const world = await checking(film, announced);
      let runs = 0;
      let request: CheckRequest | undefined = world.asked;
      while (request) {
        runs += 1;
        await checkUpload(world, { ...request, hasTime: () => false });
        request = world.checks.sent.shift();
      }
      expect(runs).toBe(5);
      expect(await record(world)).toMatchObject({ status: 'uploaded', sha256: sha256(film) });
    },
  );

  it('settles the record once, however often it is asked', async () => {
    const world = await checking();
    const ask = () => checkUpload(world, { ...world.asked, hasTime: () => true });
    expect(await Promise.all([ask(), ask()])).toEqual(['uploaded', 'uploaded']);
    const settled = await record(world);
    expect(await ask()).toBe('idle');
    expect(await record(world)).toEqual(settled);
  });

  it('quarantines what is no longer there', async () => {
    const world = await checking();
    const { bucket, key, versionId = '' } = (await record(world)) ?? anUpload();
    await world.objects.removeVersion({ bucket, key, versionId });
    expect(await checkUpload(world, { ...world.asked, hasTime: () => true })).toBe('quarantined');
  });

  it('leaves alone what was given up meanwhile, and what it never heard of', async () => {
    const world = await checking();
    const upload = await record(world);
    if (upload) world.uploads.put({ ...upload, status: 'aborted' });
    expect(await checkUpload(world, { ...world.asked, hasTime: () => true })).toBe('idle');
    expect(await checkUpload(world, { uploadId: 'upl_2', hasTime: () => true })).toBe('idle');
  });
});
