import { describe, expect, it } from '@jest/globals';
import { resolveFile } from '../../../core/delivery/resolve-file.ts';
import type { Upload } from '../../../core/uploads/model/upload.ts';
import { anUpload, arrived, kept } from '../builders/records.ts';
import { aDeliveryWorld, type DeliveryWorld, errorOf } from '../builders/world.ts';

const day = 86_400_000;

const erase = (world: DeliveryWorld, { bucket, key, versionId = '' }: Upload) =>
  world.objects.removeVersion({ bucket, key, versionId });

const legacy = (fields: Partial<Upload> = {}): Upload =>
  anUpload({ source: 'local', legacyPath: '2019/05/cat.jpg', ...fields });

const refusal = async (world: DeliveryWorld, upload: Upload) => {
  const { name, context } = (await errorOf(resolveFile(world, upload))) as {
    name: string;
    context: object;
  };
  return { name, context, signed: world.signer.signed.length };
};

describe('resolve a file', () => {
  it('signs the pinned version of a temporary upload', async () => {
    const world = aDeliveryWorld();
    const upload = arrived(world, 'upl_1');
    world.objects.put(upload.bucket, upload.key, 'newer bytes');
    expect(await resolveFile(world, upload)).toMatchObject({ source: 's3' });
    expect(world.signer.signed[0]?.file).toEqual({
      bucket: upload.bucket,
      key: upload.key,
      versionId: upload.versionId,
      contentType: 'image/jpeg',
      disposition: `inline; filename="cat.jpg"; filename*=UTF-8''cat.jpg`,
      permanent: false,
      isPublic: false,
    });
  });

  it('signs a committed upload where it is now', async () => {
    const world = aDeliveryWorld();
    const upload = kept(world, 'upl_1', { isPublic: true });
    expect(await resolveFile(world, upload)).toMatchObject({ source: 'cloudfront' });
    expect(world.signer.signed[0]?.file).toMatchObject({
      bucket: world.filesBucket,
      key: upload.key,
      permanent: true,
      isPublic: true,
    });
  });

  it('says until when, and signs until then', async () => {
    const world = aDeliveryWorld();
    const { expiresAt } = await resolveFile(world, kept(world, 'upl_1'));
    expect([expiresAt, world.signer.signed[0]?.expiresAt.toISOString()]).toEqual([
      '2030-01-01T00:05:00.000Z',
      expiresAt,
    ]);
  });

  it('takes type and disposition from the registry, not from what storage says', async () => {
    const world = aDeliveryWorld();
    const upload = arrived(world, 'upl_1', { fileName: 'page.jpg', contentType: 'text/html' });
    await resolveFile(world, { ...upload, contentType: 'application/zip' });
    expect(world.signer.signed[0]?.file).toMatchObject({
      contentType: 'application/zip',
      disposition: expect.stringMatching(/^attachment;/),
    });
  });

  it('serves a committed file long after its upload would have expired', async () => {
    const world = aDeliveryWorld();
    const upload = kept(world, 'upl_1');
    world.clock.advance(1000 * day);
    await expect(resolveFile(world, upload)).resolves.toMatchObject({ source: 'cloudfront' });
  });
});

describe('a file that cannot be served', () => {
  it('never arrived: not found, and storage is not asked', async () => {
    const world = aDeliveryWorld();
    expect(await refusal(world, anUpload())).toEqual({
      name: 'NotFound',
      context: { what: 'file', id: 'upl_1' },
      signed: 0,
    });
    expect(world.objects.calls).toEqual([]);
  });

  it('was refused: gone, though its bytes are there', async () => {
    const world = aDeliveryWorld();
    const upload = arrived(world, 'upl_1');
    expect(await refusal(world, { ...upload, status: 'quarantined' })).toEqual({
      name: 'Gone',
      context: { uploadId: 'upl_1' },
      signed: 0,
    });
  });

  it('has expired: gone from that moment, though its bytes are there', async () => {
    const world = aDeliveryWorld();
    const upload = arrived(world, 'upl_1', { expiresAt: '2030-01-02T00:00:00.000Z' });
    world.clock.advance(day - 1);
    await expect(resolveFile(world, upload)).resolves.toMatchObject({ source: 's3' });
    world.clock.advance(1);
    expect(await refusal(world, upload)).toMatchObject({ name: 'Gone' });
  });

  it.each([
    ['temporary', arrived],
    ['permanent', kept],
  ])('was erased from %s storage: gone', async (_, put) => {
    const world = aDeliveryWorld();
    const upload = put(world, 'upl_1');
    await erase(world, upload);
    expect(await refusal(world, upload)).toEqual({
      name: 'Gone',
      context: { uploadId: 'upl_1' },
      signed: 0,
    });
  });

  it('is not searched for in the old system unless its record says it came from there', async () => {
    const world = aDeliveryWorld();
    expect(await refusal(world, legacy({ source: 's3' }))).toMatchObject({ name: 'NotFound' });
  });
});

describe('a legacy file', () => {
  it('comes from storage once it is there', async () => {
    const world = aDeliveryWorld();
    const upload = kept(world, 'upl_1', { source: 'local', legacyPath: '2019/05/cat.jpg' });
    expect(await resolveFile(world, upload)).toMatchObject({ source: 'cloudfront' });
  });

  it.each(['pending', 'uploaded', 'permanent'] as const)(
    'comes from the old system while storage has none, and says so (%s)',
    async (status) => {
      const world = aDeliveryWorld();
      expect(await resolveFile(world, legacy({ status, versionId: 'v1' }))).toEqual({
        url: 'https://old.example.com/files/2019/05/cat.jpg',
        source: 'local',
        expiresAt: '2030-01-01T00:05:00.000Z',
      });
      expect(world.signer.signed).toEqual([]);
    },
  );

  it('looks in storage first', async () => {
    const world = aDeliveryWorld();
    await resolveFile(world, legacy({ status: 'uploaded', versionId: 'v1' }));
    expect(world.objects.calls.map(({ operation }) => operation)).toEqual(['head']);
  });

  it.each([
    ['no path was recorded', { legacyPath: undefined }],
    ['the path names no file', { legacyPath: '../..' }],
  ])('is missing when %s', async (_, fields) => {
    expect(await refusal(aDeliveryWorld(), legacy(fields as Partial<Upload>))).toMatchObject({
      name: 'NotFound',
    });
  });

  it.each(['uploaded', 'permanent'] as const)(
    'is not called gone where the stage knows no old system (%s)',
    async (status) => {
      const { legacyBaseUrl: _none, ...world } = aDeliveryWorld();
      const refused = await errorOf(resolveFile(world, legacy({ status, versionId: 'v1' })));
      expect(refused).toMatchObject({
        name: 'UploadNotReceived',
        message: expect.stringMatching(/delivery\.legacyBaseUrl.*keepsake migrate/),
      });
    },
  );

  it('is no more served than another when it was refused', async () => {
    expect(await refusal(aDeliveryWorld(), legacy({ status: 'quarantined' }))).toMatchObject({
      name: 'Gone',
    });
  });
});
