import { describe, expect, it } from '@jest/globals';
import type { Uploads } from '../../../core/uploads/ports.ts';
import { freshId, sampleUpload } from '../shared/samples.ts';

/** Contract tests of every registry of uploads. */
export function describeUploads(name: string, makeUploads: () => Uploads): void {
  describe(`${name} as Uploads`, () => {
    const uploads = makeUploads();

    it('finds what was created, and nothing else', async () => {
      const upload = sampleUpload({ versionId: undefined, quarantineReason: undefined });
      await uploads.create(upload);
      expect(await uploads.find(upload.uploadId)).toEqual(upload);
      expect(await uploads.find(freshId('upl'))).toBeUndefined();
    });

    it('refuses a second upload with the same id and keeps the first', async () => {
      const upload = sampleUpload();
      await uploads.create(upload);
      await expect(uploads.create({ ...upload, ownerId: 'thief' })).rejects.toMatchObject({
        name: 'AlreadyExists',
      });
      expect((await uploads.find(upload.uploadId))?.ownerId).toBe(upload.ownerId);
    });

    it('finds many, once each, and leaves out what does not exist', async () => {
      const [a, b] = [sampleUpload(), sampleUpload()];
      await Promise.all([uploads.create(a), uploads.create(b)]);
      const found = await uploads.findMany([a.uploadId, b.uploadId, a.uploadId, freshId('upl')]);
      expect(found.map(({ uploadId }) => uploadId).sort()).toEqual([a.uploadId, b.uploadId].sort());
    });

    it('finds none of none', async () => {
      expect(await uploads.findMany([])).toEqual([]);
    });

    it('finds more than a batch of them', async () => {
      const many = Array.from({ length: 120 }, () => sampleUpload());
      await Promise.all(many.map((upload) => uploads.create(upload)));
      expect(await uploads.findMany(many.map(({ uploadId }) => uploadId))).toHaveLength(120);
    });

    it('saves over the revision that was read', async () => {
      const upload = sampleUpload();
      await uploads.create(upload);
      const pin = {
        status: 'uploaded' as const,
        versionId: 'v1',
        etag: '"e"',
        uploadedAt: '2030-01-01T00:01:00.000Z',
      };
      const saved = await uploads.save({ ...upload, ...pin });
      expect(saved).toEqual({ ...upload, ...pin, revision: 1 });
      expect(await uploads.find(upload.uploadId)).toEqual(saved);
    });

    it('saves over nothing else: a pinned version is never replaced by somebody who did not see it', async () => {
      const upload = sampleUpload();
      await uploads.create(upload);
      await uploads.save({ ...upload, status: 'uploaded', versionId: 'v1' });
      const again = uploads.save({ ...upload, status: 'uploaded', versionId: 'v2' });
      await expect(again).rejects.toMatchObject({ name: 'StaleRecord' });
      expect((await uploads.find(upload.uploadId))?.versionId).toBe('v1');
    });

    it('does not save what was never created', async () => {
      await expect(uploads.save(sampleUpload({ status: 'uploaded' }))).rejects.toMatchObject({
        name: 'StaleRecord',
      });
    });
  });
}
