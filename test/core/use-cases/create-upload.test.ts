import { describe, expect, it } from '@jest/globals';
import { InvalidInput } from '../../../core/errors.ts';
import { createUpload } from '../../../core/use-cases/create-upload.ts';
import { sha256 } from '../builders/records.ts';
import { alice, aWorld, errorOf } from '../builders/world.ts';

const photo = { filename: 'cat.jpg', contentType: 'image/jpeg', sizeBytes: 3, sha256: sha256('cat'), category: 'photo' };

const fieldsOf = (error: unknown): string[] => (error instanceof InvalidInput ? error.issues.map(({ field }) => field) : []);
const refused = async (input: unknown) => {
  const world = aWorld();
  const fields = fieldsOf(await errorOf(createUpload(world, alice, input)));
  return { fields, signed: world.signer.signed.length, stored: await world.uploads.find(`upl_${'1'.padStart(32, '0')}`) };
};
const nameOf = async (filename: string) => {
  const world = aWorld();
  const { uploadId, key } = await createUpload(world, alice, { ...photo, filename });
  return { fileName: (await world.uploads.find(uploadId))?.fileName, key };
};

describe('create upload', () => {
  it('registers a pending upload that expires when temporary storage does', async () => {
    const world = aWorld();
    const { uploadId } = await createUpload(world, alice, photo);
    expect(await world.uploads.find(uploadId)).toMatchObject({
      ownerId: 'usr_alice',
      status: 'pending',
      expiresAt: '2030-01-31T00:00:00.000Z',
    });
  });

  it('signs exactly what was announced', async () => {
    const world = aWorld();
    const { key } = await createUpload(world, alice, photo);
    const { contentType, sizeBytes } = photo;
    expect(world.signer.signed).toEqual([{ bucket: world.bucket, key, contentType, sizeBytes, sha256: photo.sha256, seconds: 900 }]);
  });

  it('answers the one request that may fill it', async () => {
    const answer = await createUpload(aWorld(), alice, photo);
    expect(answer).toMatchObject({ method: 'PUT', expiresAt: '2030-01-01T00:15:00.000Z', headers: { 'content-type': 'image/jpeg' } });
  });

  it.each([true, false, undefined])('remembers whether it may be public once it is permanent: %s', async (isPublic) => {
    const world = aWorld();
    const { uploadId } = await createUpload(world, alice, { ...photo, isPublic });
    expect((await world.uploads.find(uploadId))?.isPublic).toBe(isPublic);
  });

  it('takes a media type in any case, as the standard does', async () => {
    const world = aWorld();
    const { uploadId } = await createUpload(world, alice, { ...photo, contentType: 'Image/JPEG' });
    expect((await world.uploads.find(uploadId))?.contentType).toBe('image/jpeg');
  });

  it.each([
    ['filename', { filename: undefined }],
    ['filename', { filename: '' }],
    ['filename', { filename: 7 }],
    ['filename', { filename: 'x'.repeat(2048) }],
    ['filename', { filename: 'cat\u0000.jpg' }],
    ['filename', { filename: 'cat\r\nset-cookie: x' }],
    ['filename', { filename: 'gpj.\u202etac.exe' }],
    ['filename', { filename: '\u2066cat\u2069' }],
    ['filename', { filename: 'cat\u061c.jpg' }],
    ['contentType', { contentType: 'image' }],
    ['contentType', { contentType: 'image/jpeg; charset=utf-8' }],
    ['contentType', { contentType: 'text/html' }],
    ['contentType', { contentType: 'image/svg+xml' }],
    ['sizeBytes', { sizeBytes: 0 }],
    ['sizeBytes', { sizeBytes: -1 }],
    ['sizeBytes', { sizeBytes: 1.5 }],
    ['sizeBytes', { sizeBytes: '3' }],
    ['sizeBytes', { sizeBytes: 1_001 }],
    ['sha256', { sha256: undefined }],
    ['sha256', { sha256: 'a'.repeat(64) }],
    ['category', { category: 'malware' }],
    ['category', { category: 'constructor' }],
    ['category', { category: undefined }],
    ['isPublic', { isPublic: 'yes' }],
  ])('refuses a wrong %s and creates nothing: %j', async (field, wrong) => {
    expect(await refused({ ...photo, ...wrong })).toEqual({ fields: [field], signed: 0, stored: undefined });
  });

  it('names every wrong field at once', async () => {
    expect((await refused({})).fields).toEqual(['filename', 'contentType', 'sizeBytes', 'sha256', 'category']);
  });

  it.each([undefined, null, 'text', []])('refuses %j as a body', async (body) => {
    expect((await refused(body)).fields).toContain('body');
  });

  it('allows a category’s full size, and no more than S3 takes in one PUT', async () => {
    const film = { ...photo, contentType: 'video/mp4', category: 'video' };
    await expect(createUpload(aWorld(), alice, { ...film, sizeBytes: 5 * 1024 ** 3 })).resolves.toMatchObject({ method: 'PUT' });
    expect((await refused({ ...film, sizeBytes: 5 * 1024 ** 3 + 1 })).fields).toEqual(['sizeBytes']);
  });

  it('keeps a name as people compare them: NFC', async () => {
    expect((await nameOf('cafe\u0301.jpg')).fileName).toBe('caf\u00e9.jpg');
  });

  it.each(['../../etc/passwd', '/absolute.jpg', 'a/b\\c.jpg', '%2e%2e%2f'])(
    'keeps %j as a name, and lets nothing of it into the key',
    async (name) => {
      const { fileName, key } = await nameOf(name);
      expect(fileName).toBe(name);
      expect(key).toMatch(/^temp\/usr_alice\/upl_[0-9a-f]{32}$/);
    },
  );
});
