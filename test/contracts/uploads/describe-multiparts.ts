import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ObjectStore } from '../../../core/storage/ports.ts';
import type { MultipartRef, MultipartUploads } from '../../../core/uploads/ports.ts';
import { crc64nvme } from '../../fakes/storage/crc64nvme.ts';
import { freshId } from '../shared/samples.ts';

/** Parts, and the ways customers and others put bytes beside them. */
export type MultipartsSubject = {
  multiparts: MultipartUploads;
  objects: Pick<ObjectStore, 'head' | 'sha256'>;
  bucket: string;
  /** As a customer would: through the signed URL, with the part's CRC64NVME or, `bare`, without. */
  send(ref: MultipartRef, partNumber: number, bytes: Uint8Array, how?: 'bare'): Promise<void>;
  /** Puts an object under the key, whole. */
  put(bucket: string, key: string, bytes: Uint8Array): Promise<void>;
};

/** S3's least; the last part may be shorter. */
const partBytes = 5 * 2 ** 20;
const first = Buffer.alloc(partBytes, 'first');
const last = Buffer.from('and the last');

/** Contract tests of every store of parts. */
export function describeMultiparts(name: string, makeSubject: () => MultipartsSubject): void {
  const { multiparts, objects, bucket, send, put } = makeSubject();
  let ref: MultipartRef;

  beforeEach(async () => {
    const key = `temp/${freshId('parts')}`;
    ref = {
      bucket,
      key,
      multipartId: await multiparts.begin({ bucket, key, contentType: 'video/mp4' }),
    };
  });

  const sendBoth = async () => {
    await send(ref, 2, last);
    await send(ref, 1, first);
    return (await multiparts.parts(ref)) ?? [];
  };

  describe(`${name} as MultipartUploads`, () => {
    it('has no parts at first', async () => {
      expect(await multiparts.parts(ref)).toEqual([]);
    });

    it('lists what arrived by number, with its size and its own checksum', async () => {
      expect(await sendBoth()).toEqual([
        {
          partNumber: 1,
          sizeBytes: partBytes,
          etag: expect.any(String),
          crc64nvme: crc64nvme(first),
        },
        {
          partNumber: 2,
          sizeBytes: last.length,
          etag: expect.any(String),
          crc64nvme: crc64nvme(last),
        },
      ]);
    });

    it('takes a part again, and keeps the newer one', async () => {
      await send(ref, 1, Buffer.from('older'));
      await send(ref, 1, Buffer.from('newer bytes'));
      expect(await multiparts.parts(ref)).toMatchObject([{ partNumber: 1, sizeBytes: 11 }]);
    });

    it('makes one object of the parts, of the type it was begun with', async () => {
      await multiparts.complete(ref, await sendBoth());
      const whole = Buffer.concat([first, last]);
      expect(await objects.head(ref)).toMatchObject({
        sizeBytes: whole.length,
        contentType: 'video/mp4',
      });
      expect(await objects.sha256(ref)).toBe(createHash('sha256').update(whole).digest('base64'));
    });

    it('makes one object of parts that came without a checksum', async () => {
      await send(ref, 1, first, 'bare');
      await send(ref, 2, last, 'bare');
      const parts = (await multiparts.parts(ref)) ?? [];
      expect(parts.map(({ sizeBytes }) => sizeBytes)).toEqual([partBytes, last.length]);
      await multiparts.complete(ref, parts);
      expect(await objects.sha256(ref)).toBe(
        createHash('sha256').update(first).update(last).digest('base64'),
      );
    });

    it('makes one object of parts of which some came with a checksum', async () => {
      await send(ref, 1, first);
      await send(ref, 2, last, 'bare');
      await multiparts.complete(ref, (await multiparts.parts(ref)) ?? []);
      expect(await objects.sha256(ref)).toBe(
        createHash('sha256').update(first).update(last).digest('base64'),
      );
    });

    it('does not claim a SHA-256 of the whole', async () => {
      await multiparts.complete(ref, await sendBoth());
      expect((await objects.head(ref))?.sha256).toBeUndefined();
    });

    it('is no longer there once it is completed, and may be completed again', async () => {
      const parts = await sendBoth();
      await multiparts.complete(ref, parts);
      const made = await objects.head(ref);
      expect(await multiparts.parts(ref)).toBeUndefined();
      await multiparts.complete(ref, parts);
      expect(await objects.head(ref)).toEqual(made);
    });

    it('never takes the place of another object; its parts are thrown away', async () => {
      const parts = await sendBoth();
      await put(bucket, ref.key, Buffer.from('was here'));
      await multiparts.complete(ref, parts);
      expect(await objects.head(ref)).toMatchObject({ sizeBytes: 8 });
      expect(await multiparts.parts(ref)).toBeUndefined();
    });

    it('is gone once it is aborted, and may be aborted again', async () => {
      await sendBoth();
      await multiparts.abort(ref);
      await multiparts.abort(ref);
      expect(await multiparts.parts(ref)).toBeUndefined();
      expect(await objects.head(ref)).toBeUndefined();
    });

    it('keeps two beginnings under one key apart', async () => {
      const other = {
        ...ref,
        multipartId: await multiparts.begin({ bucket, key: ref.key, contentType: 'video/mp4' }),
      };
      await send(ref, 1, last);
      expect(await multiparts.parts(other)).toEqual([]);
    });
  });
}
