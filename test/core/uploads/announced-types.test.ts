import { describe, expect, it } from '@jest/globals';
import { planRecord } from '../../../core/bulk/model/batch-record.ts';
import type { FileCategory } from '../../../core/contract.ts';
import { InvalidInput } from '../../../core/errors.ts';
import { createUpload } from '../../../core/uploads/create-upload.ts';
import { mediaTypeOf } from '../../../core/uploads/model/media-type.ts';
import { samplePlan } from '../../contracts/bulk/batch-samples.ts';
import { aMigration, planned, registering } from '../builders/migration.ts';
import { sha256 } from '../builders/records.ts';
import { alice, aWorld } from '../builders/world.ts';

type Announced = { contentType?: string | undefined; filename: string };

const aCategory = (...contentTypes: string[]): FileCategory => ({
  prefix: 'any',
  contentTypes,
  maxSizeBytes: 1_000,
  storageClass: 'STANDARD',
});

/** The type on record of an upload, and the one its PUT is signed for. */
const keptAs = async (category: FileCategory, announced: Announced) => {
  const world = { ...aWorld(), categories: { any: category } };
  const { uploadId } = await createUpload(world, alice, {
    ...announced,
    category: 'any',
    sizeBytes: 3,
    sha256: sha256('cat'),
  });
  return [
    (await world.uploads.find(uploadId))?.contentType,
    ...world.signer.signed.map(({ contentType }) => contentType),
  ];
};

describe('the type of an announced file', () => {
  it.each([
    ['image/jpg', 'cat.jpg'],
    ['image/pjpeg', 'cat'],
    ['', 'CAT.JPG'],
    [undefined, 'cat.jpeg'],
    ['application/octet-stream', 'cat.jfif'],
    ['*/*', 'cat.jpg'],
    ['image/*', 'cat.jpg'],
    ['Unknown/Unknown', 'cat.jpg'],
    ['Image/JPEG; charset=binary', 'cat'],
    ['image/jpg;a="b;c"', 'cat'],
    ['application/octet-stream; charset=binary', 'cat.jpg'],
  ])('%j with the name %s is kept in its one spelling', async (contentType, filename) => {
    expect(await keptAs(aCategory('image/jpeg'), { contentType, filename })).toEqual([
      'image/jpeg',
      'image/jpeg',
    ]);
  });

  it('is named without parameters, as a recorder’s and a form’s are not', async () => {
    const recorded = { contentType: 'audio/webm;codecs=opus', filename: 'said.webm' };
    expect(await keptAs(aCategory('audio/webm'), recorded)).toEqual(['audio/webm', 'audio/webm']);
    const typed = { contentType: 'text/plain; charset=UTF-8', filename: 'note.txt' };
    expect(await keptAs(aCategory('text/plain'), typed)).toEqual(['text/plain', 'text/plain']);
  });

  it.each(['audio/mp4', 'audio/m4a', 'audio/x-m4a'])(
    '%s is taken however the stage spells it',
    async (contentType) => {
      const [kept] = await keptAs(aCategory('audio/x-m4a'), { contentType, filename: 'song' });
      expect(kept).toBe('audio/mp4');
    },
  );

  it.each([
    ['audio/webm', 'recording.webm'],
    ['audio/mp4', 'song.mp4'],
    ['audio/mp4', 'memo.3gp'],
    ['audio/ogg', 'song.opus'],
  ])('is %s for %s where the category takes no films', async (kept, filename) => {
    const [sounds, pictures] = [aCategory(kept), aCategory('image/png')];
    for (const contentType of ['', undefined, mediaTypeOf(filename)]) {
      expect(await keptAs(sounds, { contentType, filename })).toEqual([kept, kept]);
      await expect(keptAs(pictures, { contentType, filename })).rejects.toThrow(InvalidInput);
    }
    await expect(keptAs(sounds, { contentType: 'video/mpeg', filename })).rejects.toThrow();
  });

  it('stays as announced where a category takes bytes without a type', async () => {
    const bytes = aCategory('application/octet-stream');
    expect(
      (await keptAs(bytes, { contentType: 'application/octet-stream', filename: 'a.jpg' }))[0],
    ).toBe('application/octet-stream');
  });
});

describe('the type of a file in a batch', () => {
  const typeIn = async (
    plan: ReturnType<typeof samplePlan>,
    contentType: string | undefined,
    path: string,
  ) => {
    const batch = await planned(aMigration({}), plan);
    const { contentType: kept, failure } = planRecord(
      batch,
      { path, location: { kind: 'file', path }, ...(contentType && { contentType }) },
      'now',
    );
    return failure?.code ?? kept;
  };

  it.each([
    ['image/jpg', 'a.jpg', 'image/jpeg'],
    ['binary/octet-stream', 'a.jpg', 'image/jpeg'],
    ['image/gif', 'a.jpg', 'TypeNotAllowed'],
  ])('%s of %s is registered as %s', async (contentType, path, kept) => {
    expect(await typeIn(registering(), contentType, path)).toBe(kept);
  });

  it('is sound where the category takes no films', async () => {
    const { register } = registering();
    if (register === undefined) throw new Error('the plan registers nothing');
    const sounds = registering({ register: { ...register, contentTypes: ['audio/webm'] } });
    expect(await typeIn(sounds, undefined, 'a.webm')).toBe('audio/webm');
    expect(await typeIn(sounds, 'video/webm', 'a.webm')).toBe('audio/webm');
    expect(await typeIn(sounds, 'video/mp4', 'a.webm')).toBe('TypeNotAllowed');
  });

  it('is its source’s where the file is only stored', async () => {
    expect(await typeIn(samplePlan(), 'image/jpg', 'a.jpg')).toBe('image/jpg');
  });
});
