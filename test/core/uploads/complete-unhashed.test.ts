import { describe, expect, it } from '@jest/globals';
import { Gone, InvalidInput, StaleRecord, UploadMismatch } from '../../../core/errors.ts';
import { checkUpload } from '../../../core/uploads/check-upload.ts';
import { completeUpload } from '../../../core/uploads/complete-upload.ts';
import { aWorldInParts, film, sendParts } from '../builders/parts.ts';
import { sha256 } from '../builders/records.ts';
import { alice, errorOf, type World } from '../builders/world.ts';

const complete = (world: World, input: unknown = {}) =>
  completeUpload(world, alice, 'upl_1', input);
const record = ({ uploads }: World) => uploads.find('upl_1');
const hasTime = () => true;
const work = async (world: World): Promise<void> => {
  for (const request of world.checks.sent.splice(0))
    await checkUpload(world, { ...request, hasTime });
};
const without = { sha256: undefined as never };

describe('complete an upload in parts nobody announced a SHA-256 of', () => {
  it('finds the SHA-256 itself where nobody says it', async () => {
    const world = await aWorldInParts(without);
    sendParts(world);
    expect(await complete(world)).toMatchObject({ status: 'checking' });
    expect(await record(world)).not.toHaveProperty('sha256', expect.anything());
    await work(world);
    expect(await record(world)).toMatchObject({ status: 'uploaded', sha256: sha256(film) });
  });

  it('checks the first bytes of what nobody announced a SHA-256 of', async () => {
    const world = await aWorldInParts(without);
    world.fileTypes.says = 'application/x-msdownload';
    sendParts(world);
    await expect(complete(world)).rejects.toThrow(UploadMismatch);
  });

  it.each([
    ['the right one', film, 'uploaded'],
    ['another', 'other', 'quarantined'],
  ])('still hears a SHA-256 while the file is being read: %s', async (_what, claimed, status) => {
    const world = await aWorldInParts(without);
    sendParts(world);
    await complete(world);
    expect(await complete(world, { sha256: sha256(claimed) })).toMatchObject({
      status: 'checking',
      sha256: sha256(claimed),
    });
    await work(world);
    expect(await record(world)).toMatchObject({ status, sha256: sha256(claimed) });
  });

  it('compares with what is said while the last bytes are read', async () => {
    const world = await aWorldInParts(without);
    sendParts(world);
    await complete(world);
    const reader = {
      firstBytes: world.reader.firstBytes.bind(world.reader),
      bytesAt: world.reader.bytesAt.bind(world.reader),
      sha256: async () => {
        await complete(world, { sha256: sha256('other') });
        return sha256(film);
      },
    };
    const [asked = { uploadId: 'upl_1' }] = world.checks.sent;
    expect(await checkUpload({ ...world, reader }, { ...asked, hasTime })).toBe('quarantined');
  });

  it('says yes or no to a SHA-256 that comes after the server’s own; what was found stays', async () => {
    const world = await aWorldInParts(without);
    sendParts(world);
    await complete(world);
    await work(world);
    expect(await complete(world, { sha256: sha256(film) })).toMatchObject({ status: 'uploaded' });
    expect(await errorOf(complete(world, { sha256: sha256('other') }))).toBeInstanceOf(
      InvalidInput,
    );
    expect(await record(world)).toMatchObject({ status: 'uploaded', sha256: sha256(film) });
  });

  it('answers a SHA-256 for what was given up meanwhile as gone', async () => {
    const world = await aWorldInParts(without);
    const upload = await record(world);
    const save = async () => {
      if (upload) world.uploads.put({ ...upload, status: 'aborted', revision: 1 });
      throw new StaleRecord('faster');
    };
    const uploads = { find: world.uploads.find.bind(world.uploads), save };
    expect(
      await errorOf(complete({ ...world, uploads } as never, { sha256: sha256(film) })),
    ).toBeInstanceOf(Gone);
  });
});
