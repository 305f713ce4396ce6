import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { ObjectStore } from '../../../core/storage/ports.ts';
import type { FileWriter, WriteRequest } from '../../../core/uploads/ports.ts';
import { freshId } from '../shared/samples.ts';

export type FileWriterSubject = {
  writer: FileWriter;
  objects: Pick<ObjectStore, 'head' | 'sha256' | 'versions'>;
  bucket: string;
};

/** Contract tests of every writer of small files. */
export function describeFileWriter(name: string, makeSubject: () => FileWriterSubject): void {
  const { writer, objects, bucket } = makeSubject();

  const request = (text: string, key = `temp/${freshId('text')}`): WriteRequest => {
    const bytes = new TextEncoder().encode(text);
    return {
      bucket,
      key,
      contentType: 'text/plain',
      bytes,
      sha256: createHash('sha256').update(bytes).digest('base64'),
    };
  };

  describe(`${name} as FileWriter`, () => {
    it('stores the bytes with their type, and storage keeps their SHA-256', async () => {
      const wanted = request('Grüße');
      const pin = await writer.put(wanted);
      expect(await objects.head(wanted)).toMatchObject({
        ...pin,
        sizeBytes: 7,
        contentType: 'text/plain',
        sha256: wanted.sha256,
      });
    });

    it('takes what it stored before for stored: one version', async () => {
      const wanted = request('once');
      const pin = await writer.put(wanted);
      expect(await writer.put(wanted)).toEqual(pin);
      expect(await objects.versions(bucket, wanted.key)).toEqual([pin.versionId]);
    });

    it('never takes the place of other bytes', async () => {
      const wanted = request('first');
      await writer.put(wanted);
      await expect(writer.put(request('second', wanted.key))).rejects.toThrow();
      expect(await objects.sha256(wanted)).toBe(wanted.sha256);
    });
  });
}
