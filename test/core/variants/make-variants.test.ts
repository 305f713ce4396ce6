import { describe, expect, it } from '@jest/globals';
import { downloadUpload } from '../../../core/delivery/download-file.ts';
import { followLink } from '../../../core/delivery/follow-link.ts';
import { createLink } from '../../../core/delivery/manage-links.ts';
import { NotFound, UploadInUse } from '../../../core/errors.ts';
import { promoteUpload } from '../../../core/promotions/promote-upload.ts';
import { eraseUpload } from '../../../core/retention/erase-upload.ts';
import { handOverUploads } from '../../../core/uploads/hand-over.ts';
import { makeVariants } from '../../../core/variants/make-variants.ts';
import { variantId } from '../../../core/variants/model/variant.ts';
import { aPaidOrder, arrived, aVerifiedFile, kept } from '../builders/records.ts';
import { aStudio, bytesUnder, everyCallFails, thumbnail, web } from '../builders/variants.ts';
import { alice, errorOf, mallory, uploadsBucket } from '../builders/world.ts';

const thumb = variantId('upl_1', thumbnail);
const webId = variantId('upl_1', web);
const held = { at: '2030-01-01T00:00:00.000Z', by: 'usr_admin', reason: 'court' };

describe('variants of a picture that arrived', () => {
  it('are uploads of the same owner, bound to their original, and expire with it', async () => {
    const world = aStudio();
    const original = arrived(world, 'upl_1', { fileName: 'Holiday.HEIC.jpg' });
    expect(await makeVariants(world, 'upl_1')).toEqual({ made: { thumbnail: thumb, web: webId } });
    expect(await world.uploads.find(thumb)).toMatchObject({
      ownerId: alice.ownerId,
      category: 'processed',
      fileName: 'Holiday.HEIC-thumbnail.jpg',
      variantOf: { uploadId: 'upl_1', size: 'thumbnail' },
      status: 'uploaded',
      expiresAt: original.expiresAt,
    });
    expect(bytesUnder(world, thumb)).toEqual(['thumbnail of bytes of upl_1']);
    expect(world.uploads.quotas.all).toEqual({});
  });

  it('are made once, however often they are asked for', async () => {
    const world = aStudio();
    arrived(world, 'upl_1');
    await makeVariants(world, 'upl_1');
    const { all } = world.objects;
    await Promise.all([makeVariants(world, 'upl_1'), makeVariants(world, 'upl_1')]);
    expect(world.objects.all).toEqual(all);
    expect(world.pictures.drawn).toBe(2);
  });

  it('are there once, whichever runs meet', async () => {
    const world = aStudio();
    arrived(world, 'upl_1');
    await Promise.all([1, 2, 3].map(() => makeVariants(world, 'upl_1')));
    expect(bytesUnder(world, thumb)).toHaveLength(1);
  });

  it('take the place of those of other measures, which are erased', async () => {
    const world = aStudio();
    arrived(world, 'upl_1');
    await makeVariants(world, 'upl_1');
    const smaller = { ...thumbnail, widthPx: 64 };
    await makeVariants({ ...world, variants: { sizes: [smaller] } }, 'upl_1');
    expect(await world.uploads.find(thumb)).toBeUndefined();
    expect((await world.uploads.find('upl_1'))?.variants).toEqual({
      thumbnail: variantId('upl_1', smaller),
      web: webId,
    });
  });

  it.each([
    ['text', { contentType: 'text/plain' }, { refused: 'unsuitable' }],
    ['HEIC, which no decoder reads', { contentType: 'image/heic' }, { refused: 'unsuitable' }],
    ['a film, without ffmpeg', { contentType: 'video/mp4' }, { refused: 'unsuitable' }],
    ['a file that is not there yet', { status: 'pending' }, { refused: 'gone' }],
    ['a quarantined file', { status: 'quarantined' }, { refused: 'gone' }],
    ['bytes that are no picture', { bytes: 'damaged' }, { refused: 'unreadable', reason: 'no' }],
    [
      'a file of 101 MiB',
      { sizeBytes: 101 * 1024 ** 2 },
      { refused: 'unreadable', reason: expect.stringContaining('104857600') },
    ],
  ] as const)('are not made of %s', async (_, how, refusal) => {
    const world = aStudio();
    const upload = arrived(world, 'upl_1', how);
    world.uploads.put({ ...upload, ...how });
    expect(await makeVariants(world, 'upl_1')).toEqual(refusal);
    expect(world.objects.all).toHaveLength(1);
  });

  it('are made of a film’s frame, where the stage brings ffmpeg along', async () => {
    const world = aStudio();
    arrived(world, 'upl_1', { contentType: 'video/mp4', fileName: 'film.mp4' });
    const frames = { take: async () => Buffer.from('a frame') };
    await makeVariants({ ...world, frames }, 'upl_1');
    expect(bytesUnder(world, thumb)).toEqual(['thumbnail of a frame']);
  });

  it('of a variant are not made', async () => {
    const world = aStudio();
    arrived(world, 'upl_1');
    await makeVariants(world, 'upl_1');
    expect(await makeVariants(world, thumb)).toEqual({ refused: 'gone' });
  });
});

describe('a fault at any call', () => {
  it('leaves what the next run completes, and nothing else', async () => {
    const ends = await everyCallFails(
      (world) => arrived(world, 'upl_1'),
      (world) => makeVariants(world, 'upl_1'),
    );
    expect(ends.length).toBeGreaterThan(6);
    for (const world of ends) {
      expect(bytesUnder(world, thumb)).toEqual(['thumbnail of bytes of upl_1']);
      expect((await world.uploads.find(thumb))?.status).toBe('uploaded');
      expect(world.objects.all).toHaveLength(3);
    }
  });
});

describe('what is kept for good', () => {
  it('keeps its variants: new ones by their record, those made before by a request', async () => {
    const world = aStudio();
    arrived(world, 'upl_1');
    await makeVariants(world, 'upl_1');
    kept(world, 'upl_1', { variants: { thumbnail: thumb, web: webId } });
    await makeVariants(world, 'upl_1');
    expect(world.bus.published).toEqual(
      [thumb, webId].map((uploadId) => ({
        detailType: 'UploadPromotionRequested',
        detail: { uploadId },
      })),
    );
    kept(world, 'upl_2');
    await makeVariants(world, 'upl_2');
    expect((await world.uploads.find(variantId('upl_2', web)))?.keep).toBe(true);
  });

  it('gets new ones where the sweep took those it had', async () => {
    const world = aStudio();
    arrived(world, 'upl_1');
    await makeVariants(world, 'upl_1');
    const variant = await world.uploads.find(thumb);
    if (!variant) throw new Error('no variant');
    await world.objects.removeAll(uploadsBucket, variant.key);
    world.uploads.put({ ...variant, status: 'expired', revision: variant.revision + 1 });
    kept(world, 'upl_1', { variants: { thumbnail: thumb, web: webId } });
    await makeVariants(world, 'upl_1');
    expect((await world.uploads.find(thumb))?.status).toBe('uploaded');
    expect(await promoteUpload(world, thumb)).toBe('promoted');
  });
});

describe('an original that goes', () => {
  it('takes its variants along when it is erased', async () => {
    const world = aStudio();
    arrived(world, 'upl_1');
    await makeVariants(world, 'upl_1');
    await eraseUpload(world, 'upl_1', 'usr_alice');
    expect(world.objects.all).toEqual([]);
    expect(await world.uploads.findMany(['upl_1', thumb, webId])).toEqual([]);
    expect(await world.erasures.find(thumb)).toMatchObject({ erasedBy: 'usr_alice' });
  });

  it('leaves none behind, at whichever moment of their making it is erased', async () => {
    for (let at = 0; at < 12; at++) {
      const world = aStudio();
      arrived(world, 'upl_1');
      const interrupted = world.meanwhile(at, () => eraseUpload(world, 'upl_1', 'usr_alice'));
      await Promise.allSettled([makeVariants(interrupted, 'upl_1')]);
      await makeVariants(world, 'upl_1');
      expect(world.objects.all).toEqual([]);
      expect(await world.uploads.findMany([thumb, webId])).toEqual([]);
    }
  });

  it('leaves a hold on record: while it is held, its variants stay', async () => {
    const world = aStudio();
    kept(world, 'upl_1', { hold: held });
    await makeVariants(world, 'upl_1');
    const refusal = await errorOf(eraseUpload(world, thumb, 'usr_alice'));
    expect(refusal).toBeInstanceOf(UploadInUse);
    expect(bytesUnder(world, thumb)).toHaveLength(1);
  });

  it.each([
    ['withdrawn', { status: 'quarantined', withdrawnAt: '2030-01-02T00:00:00.000Z' }],
    ['being erased', { removal: { as: 'erased', at: '2030-01-02T00:00:00.000Z', by: 'x' } }],
    ['expired', { status: 'expired' }],
  ] as const)('ends the delivery of its variants at once when it is %s', async (_, change) => {
    const world = aStudio();
    arrived(world, 'upl_1');
    await makeVariants(world, 'upl_1');
    await downloadUpload(world, alice, thumb);
    const original = await world.uploads.find('upl_1');
    if (!original) throw new Error('no original');
    world.uploads.put({ ...original, ...change, revision: original.revision + 1 });
    expect(await errorOf(downloadUpload(world, alice, thumb))).toMatchObject({ name: 'Gone' });
    const asked = downloadUpload(world, alice, 'upl_1', { variant: 'thumbnail' });
    expect(await errorOf(asked)).toMatchObject({ name: 'Gone' });
  });

  it('takes its variants along to another owner, and they do not go alone', async () => {
    const world = aStudio();
    arrived(world, 'upl_1');
    await makeVariants(world, 'upl_1');
    const to = (uploadId: string) => ({ changes: [{ uploadId, ownerId: 'usr_bob' }] });
    expect((await handOverUploads(world, to(thumb))).refused).toHaveLength(1);
    await handOverUploads(world, to('upl_1'));
    expect((await world.uploads.find(thumb))?.ownerId).toBe('usr_bob');
  });
});

describe('the links of an original', () => {
  it('lead to a variant by its size, for whoever may have the original', async () => {
    const world = aStudio();
    arrived(world, 'upl_1');
    await makeVariants(world, 'upl_1');
    const { url } = await downloadUpload(world, alice, 'upl_1', { variant: 'thumbnail' });
    expect(url).toContain(thumb);
    const foreign = downloadUpload(world, mallory, 'upl_1', { variant: 'thumbnail' });
    expect(await errorOf(foreign)).toEqual(new NotFound('upload', 'upl_1'));
    const unknown = downloadUpload(world, alice, 'upl_1', { variant: 'poster' });
    expect(await errorOf(unknown)).toEqual(new NotFound('variant', 'poster'));
  });

  it('printed ones, too', async () => {
    const world = aStudio();
    kept(world, 'upl_photo', { orderIds: ['ord_1'] });
    world.orders.put(aPaidOrder({ status: 'completed' }, { status: 'completed' }), [
      aVerifiedFile('photo'),
    ]);
    await makeVariants(world, 'upl_photo');
    const { token } = await createLink(world, alice, 'ord_1', {});
    const { files } = await followLink(world, token, { variant: 'web' });
    expect(files).toEqual([expect.objectContaining({ fileName: 'cat-web.jpg', role: 'photo' })]);
  });
});
