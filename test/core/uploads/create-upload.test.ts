import { describe, expect, it } from '@jest/globals';
import { InvalidInput } from '../../../core/errors.ts';
import { createUpload, signAgain } from '../../../core/uploads/create-upload.ts';
import { alice, aWorld, errorOf } from '../builders/world.ts';
import { film, first, photo } from './announcements.ts';

const fieldsOf = (error: unknown): string[] =>
  error instanceof InvalidInput ? error.issues.map(({ field }) => field) : [];

const refused = async (input: unknown) => {
  const world = aWorld();
  const fields = fieldsOf(await errorOf(createUpload(world, alice, input)));
  return { fields, signed: world.signer.signed.length, stored: await world.uploads.find(first) };
};

const nameOf = async (filename: string) => {
  const world = aWorld();
  const { uploadId, key } = await createUpload(world, alice, { ...photo, filename });
  const { fileName, originalFileName } = (await world.uploads.find(uploadId)) ?? {};
  return { fileName, originalFileName, key };
};

describe('create upload', () => {
  it('registers a pending upload that expires by the policy', async () => {
    const world = aWorld();
    const { uploadId } = await createUpload({ ...world, sweepHours: 48 }, alice, photo);
    expect(await world.uploads.find(uploadId)).toMatchObject({
      ownerId: 'usr_alice',
      status: 'pending',
      expiresAt: '2030-01-03T00:00:00.000Z',
    });
  });

  it('without a policy expires 28 days before storage takes it: an order of its last moment may still be paid', async () => {
    const world = aWorld();
    const { uploadId } = await createUpload({ ...world, temporaryDays: 38 }, alice, photo);
    expect((await world.uploads.find(uploadId))?.expiresAt).toBe('2030-01-11T00:00:00.000Z');
  });

  it('signs exactly what was announced', async () => {
    const world = aWorld();
    const { key } = await createUpload(world, alice, photo);
    const { contentType, sizeBytes } = photo;
    expect(world.signer.signed).toEqual([
      { bucket: world.bucket, key, contentType, sizeBytes, sha256: photo.sha256, seconds: 900 },
    ]);
  });

  it('answers the one request that may fill it', async () => {
    const answer = await createUpload(aWorld(), alice, photo);
    expect(answer).toMatchObject({
      method: 'PUT',
      expiresAt: '2030-01-01T00:15:00.000Z',
      headers: { 'content-type': 'image/jpeg' },
    });
  });

  it.each(['pending', 'uploaded', 'quarantined', 'aborted'] as const)(
    'asked for again, signs a PUT only while it is awaited: %s',
    async (status) => {
      const world = aWorld();
      const created = await createUpload(world, alice, photo);
      const upload = await world.uploads.find(created.uploadId);
      if (!upload) throw new Error('it was not registered');
      world.uploads.put({ ...upload, status });
      world.clock.set('2030-01-01T00:05:00.000Z');
      const isAwaited = status === 'pending';
      expect(await signAgain(world, created)).toMatchObject({
        expiresAt: isAwaited ? '2030-01-01T00:20:00.000Z' : created.expiresAt,
      });
      expect(world.signer.signed).toHaveLength(isAwaited ? 2 : 1);
    },
  );

  it.each([true, false, undefined])(
    'remembers whether it may be public once it is permanent: %s',
    async (isPublic) => {
      const world = aWorld();
      const { uploadId } = await createUpload(world, alice, { ...photo, isPublic });
      expect((await world.uploads.find(uploadId))?.isPublic).toBe(isPublic);
    },
  );

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
    ['contentType', { contentType: 'image' }],
    ['contentType', { contentType: '; charset=utf-8' }],
    ['contentType', { contentType: 'text/html; charset=utf-8' }],
    ['contentType', { contentType: 'text/html' }],
    ['contentType', { contentType: 'image/svg+xml' }],
    ['sizeBytes', { sizeBytes: -1 }],
    ['sizeBytes', { sizeBytes: -1 }],
    ['sizeBytes', { sizeBytes: 1.5 }],
    ['sizeBytes', { sizeBytes: '3' }],
    ['sizeBytes', { sizeBytes: 1_001 }],
    ['sha256', { sha256: undefined }],
    ['filename', { filename: 'cat\u2028dog.jpg' }],
    ['partnerId', { partnerId: '' }],
    ['partnerId', { partnerId: 'a/b' }],
    ['partnerId', { partnerId: 'x'.repeat(65) }],
    ['metadata', { metadata: 'text' }],
    ['metadata.take', { metadata: { take: [7] } }],
    ['metadata.a b', { metadata: { 'a b': 'x' } }],
    ['metadata.take', { metadata: { take: 'x'.repeat(257) } }],
    [
      'metadata',
      {
        metadata: Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`k${index}`, 'x'])),
      },
    ],
    [
      'metadata',
      {
        metadata: Object.fromEntries(
          Array.from({ length: 8 }, (_, index) => [`k${index}`, 'é'.repeat(200)]),
        ),
      },
    ],
    ['sha256', { sha256: 'a'.repeat(64) }],
    ['sha256', { sha256: photo.sha256.replace(/.=$/, 'B=') }],
    ['category', { category: 'malware' }],
    ['category', { category: 'constructor' }],
    ['category', { category: undefined }],
    ['isPublic', { isPublic: 'yes' }],
  ])('refuses a wrong %s and creates nothing: %j', async (field, wrong) => {
    expect(await refused({ ...photo, ...wrong })).toEqual({
      fields: [field],
      signed: 0,
      stored: undefined,
    });
  });

  it('names every wrong field at once', async () => {
    expect((await refused({ contentType: 7 })).fields.sort()).toEqual([
      'category',
      'contentType',
      'filename',
      'sizeBytes',
    ]);
  });

  it.each([undefined, null, 'text', []])('refuses %j as a body', async (body) => {
    expect((await refused(body)).fields).toContain('body');
  });

  it('allows a category’s full size and no more', async () => {
    expect(
      await createUpload(aWorld(), alice, { ...film, sizeBytes: 6 * 1024 ** 3 }),
    ).toMatchObject({ multipart: expect.anything() });
    expect((await refused({ ...film, sizeBytes: 6 * 1024 ** 3 + 1 })).fields).toEqual([
      'sizeBytes',
    ]);
  });

  it('keeps what the client says about it', async () => {
    const world = aWorld();
    const labels = { partnerId: 'studio_7', metadata: { take: '3', 'x.y-z_1': 'ok' } };
    const { uploadId } = await createUpload(world, alice, { ...photo, ...labels });
    expect(await world.uploads.find(uploadId)).toMatchObject(labels);
  });

  it('keeps the session it came in, and none for a user', async () => {
    const world = aWorld();
    const visitor = { ownerId: 'ses_1', admin: false, worker: false };
    const [mine, theirs] = [
      await createUpload(world, visitor, photo),
      await createUpload(world, alice, photo),
    ];
    expect((await world.uploads.find(mine.uploadId))?.sessionId).toBe('ses_1');
    expect((await world.uploads.find(theirs.uploadId))?.sessionId).toBeUndefined();
  });

  it('keeps a name as people compare them: NFC', async () => {
    expect((await nameOf('cafe\u0301.jpg')).fileName).toBe('caf\u00e9.jpg');
  });

  it('keeps the name as it was sent where that was another one', async () => {
    expect((await nameOf('cafe\u0301.jpg')).originalFileName).toBe('cafe\u0301.jpg');
    expect((await nameOf('caf\u00e9.jpg')).originalFileName).toBeUndefined();
  });

  it('makes well-formed Unicode of half a character', async () => {
    expect((await nameOf('cat\ud800.jpg')).fileName).toBe('cat\ufffd.jpg');
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
