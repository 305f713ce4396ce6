import { describe, expect, it } from '@jest/globals';
import { QuotaExceeded } from '../../../core/errors.ts';
import { type Erasure, erasedId } from '../../../core/retention/model/erasure.ts';
import type { Tally } from '../../../core/retention/model/upload-count.ts';
import type { Erasures } from '../../../core/retention/ports.ts';
import type { Reservation } from '../../../core/uploads/model/quota.ts';
import type { Upload } from '../../../core/uploads/model/upload.ts';
import type { Uploads } from '../../../core/uploads/ports.ts';
import { freshId, sampleUpload } from '../shared/samples.ts';

export type ReservationsSubject = {
  uploads: Uploads;
  erasures: Erasures;
  reserved: (counter: string) => Promise<Tally | undefined>;
};

const reservation = (
  limit: Reservation['limit'],
  changes: Partial<Reservation> = {},
): Reservation => ({
  quota: 'session',
  counter: freshId('ses'),
  bytes: 100,
  limit,
  forgetAfter: '2031-01-01T00:00:00.000Z',
  ...changes,
});

const erasureOf = ({ uploadId, ownerId, category }: Upload): Erasure => ({
  uploadId,
  ownerId,
  category,
  versions: 2,
  bytes: 6,
  erasedAt: '2030-02-01T00:00:00.000Z',
  erasedBy: 'usr_1',
});

/**
 * Contract tests of creating and erasing uploads: quotas and the erasure ledger share their
 * transactions.
 */
export function describeReservations(name: string, makeSubject: () => ReservationsSubject): void {
  const { uploads, erasures, reserved } = makeSubject();
  const roomy = { files: 1_000, bytes: 1_000_000 };

  describe(`${name} with quotas`, () => {
    it('reserves what an upload takes together with its record', async () => {
      const [owner, ip] = [reservation(roomy), reservation(roomy, { quota: 'ip', bytes: 7 })];
      const upload = sampleUpload();
      await uploads.create(upload, [owner, ip]);
      expect(await uploads.find(upload.uploadId)).toEqual(upload);
      expect([await reserved(owner.counter), await reserved(ip.counter)]).toEqual([
        { files: 1, bytes: 100 },
        { files: 1, bytes: 7 },
      ]);
    });

    it.each([
      ['files', { files: 2, bytes: 1_000_000 }],
      ['bytes', { files: 1_000, bytes: 299 }],
    ])('takes no more %s than there are, to the last', async (_what, limit) => {
      const owner = reservation(limit);
      await uploads.create(sampleUpload(), [owner]);
      await uploads.create(sampleUpload(), [owner]);
      await expect(uploads.create(sampleUpload(), [owner])).rejects.toBeInstanceOf(QuotaExceeded);
      expect(await reserved(owner.counter)).toEqual({ files: 2, bytes: 200 });
    });

    it('writes nothing at all when one of several is full, and names that one', async () => {
      const [owner, ip] = [
        reservation(roomy),
        reservation({ files: 1, bytes: 100 }, { quota: 'ip', retryAfterSeconds: 60 }),
      ];
      await uploads.create(sampleUpload(), [ip]);
      const upload = sampleUpload();
      const refused = uploads.create(upload, [owner, ip]);
      await expect(refused).rejects.toMatchObject({
        name: 'QuotaExceeded',
        context: { quota: 'ip', retryAfterSeconds: 60 },
      });
      expect(await uploads.find(upload.uploadId)).toBeUndefined();
      expect((await reserved(owner.counter))?.files ?? 0).toBe(0);
    });

    it('refuses what no empty quota could take', async () => {
      const owner = reservation({ files: 10, bytes: 99 });
      await expect(uploads.create(sampleUpload(), [owner])).rejects.toBeInstanceOf(QuotaExceeded);
    });

    it('lets exactly as many of a crowd in as there is room for', async () => {
      const owner = reservation({ files: 5, bytes: 1_000_000 });
      const crowd = await Promise.allSettled(
        Array.from({ length: 40 }, () => uploads.create(sampleUpload(), [owner])),
      );
      expect(crowd.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
      expect(await reserved(owner.counter)).toEqual({ files: 5, bytes: 500 });
    });
  });

  describe(`${name} with the erasure ledger`, () => {
    it('deletes the record and notes it, in one', async () => {
      const upload = sampleUpload();
      await uploads.create(upload);
      await uploads.erase(upload, erasureOf(upload));
      expect(await uploads.find(upload.uploadId)).toBeUndefined();
      expect(await erasures.find(upload.uploadId)).toEqual(erasureOf(upload));
    });

    it('erases only the record that was read', async () => {
      const upload = sampleUpload();
      await uploads.create(upload);
      await uploads.save({ ...upload, status: 'uploaded' });
      await expect(uploads.erase(upload, erasureOf(upload))).rejects.toMatchObject({
        name: 'StaleRecord',
      });
      expect((await uploads.find(upload.uploadId))?.status).toBe('uploaded');
      expect(await erasures.find(upload.uploadId)).toBeUndefined();
    });

    it('erases an id that comes again, and notes the later erasure', async () => {
      const upload = sampleUpload();
      for (const erasedAt of ['2030-01-01T00:00:00.000Z', '2030-01-02T00:00:00.000Z']) {
        await uploads.create(upload);
        await uploads.erase(upload, { ...erasureOf(upload), erasedAt });
        expect(await erasures.find(upload.uploadId)).toMatchObject({ erasedAt });
      }
      expect(await uploads.find(upload.uploadId)).toBeUndefined();
      expect(await uploads.wasErased(upload.uploadId)).toBe(true);
    });

    it('lists entries newest first, page by page, an id that came again once', async () => {
      const erasedOn = async (day: number, upload: Upload): Promise<string> => {
        await uploads.create(upload);
        await uploads.erase(upload, {
          ...erasureOf(upload),
          erasedAt: `2099-01-0${day}T00:00:00.000Z`,
        });
        return upload.uploadId;
      };
      const again = sampleUpload();
      const ids = [
        await erasedOn(1, again),
        await erasedOn(2, sampleUpload()),
        await erasedOn(3, sampleUpload()),
        await erasedOn(4, again),
      ];
      const first = await erasures.list({ limit: 2 });
      const second = await erasures.list({ limit: 1, after: first.next });
      expect([...first.entries, ...second.entries].map(erasedId)).toEqual([ids[3], ids[2], ids[1]]);
      expect(first.entries[0]).toEqual({
        ...erasureOf(again),
        erasedAt: '2099-01-04T00:00:00.000Z',
      });
    });

    it('knows nothing of what was never erased', async () => {
      const uploadId = freshId('upl');
      expect(await erasures.find(uploadId)).toBeUndefined();
      expect(await uploads.wasErased(uploadId)).toBe(false);
    });
  });
}
