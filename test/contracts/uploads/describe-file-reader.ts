import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { FileReader, HashProgress, PinnedRef } from '../../../core/uploads/ports.ts';
import { freshId } from '../shared/samples.ts';

/** A reader, and what it reads: `put` answers the version it made. */
export type FileReaderSubject = {
  reader: FileReader;
  bucket: string;
  put(bucket: string, key: string, bytes: Uint8Array): Promise<string>;
};

const always = () => true;
const never = () => false;

/** Contract tests of every reader of files. */
export function describeFileReader(name: string, makeSubject: () => FileReaderSubject): void {
  const { reader, bucket, put } = makeSubject();
  const bytes = Buffer.alloc(3_000_000, 'some bytes, over and over');
  const sha256 = createHash('sha256').update(bytes).digest('base64');

  const stored = async (content: Uint8Array = bytes): Promise<PinnedRef> => {
    const key = `temp/${freshId('obj')}`;
    return { bucket, key, versionId: await put(bucket, key, content) };
  };

  const carriedOn = async (ref: PinnedRef): Promise<{ runs: number; end: string }> => {
    let end: string | HashProgress | undefined;
    let runs = 0;
    while (typeof end !== 'string') {
      runs += 1;
      // As it travels in a message.
      const from: HashProgress | undefined = end && JSON.parse(JSON.stringify(end));
      end = await reader.sha256(ref, { from, hasTime: never });
    }
    return { runs, end };
  };

  describe(`${name} as FileReader`, () => {
    it('reads the first bytes and no more', async () => {
      expect(Buffer.from(await reader.firstBytes(await stored(), 4_100))).toEqual(
        bytes.subarray(0, 4_100),
      );
    });

    it('reads bytes in the middle, and fewer at the end', async () => {
      const ref = await stored();
      const at = async (offsetBytes: number) =>
        Buffer.from(await reader.bytesAt(ref, { offsetBytes, count: 70_000 }));
      expect(await at(1_000_000)).toEqual(bytes.subarray(1_000_000, 1_070_000));
      expect(await at(2_999_990)).toEqual(bytes.subarray(2_999_990));
      expect(await at(3_000_000)).toHaveLength(0);
    });

    it('reads a short file whole', async () => {
      expect(
        Buffer.from(await reader.firstBytes(await stored(Buffer.from('short')), 4_100)).toString(),
      ).toBe('short');
    });

    it('hashes the whole file', async () => {
      expect(await reader.sha256(await stored(), { hasTime: always })).toBe(sha256);
    });

    it('stops when its time is up, and is carried on from there to the same end', async () => {
      const { runs, end } = await carriedOn(await stored());
      expect(end).toBe(sha256);
      expect(runs).toBeGreaterThan(1);
    });

    it('reads the version it is asked for', async () => {
      const ref = await stored();
      await put(bucket, ref.key, Buffer.from('newer'));
      expect(await reader.sha256(ref, { hasTime: always })).toBe(sha256);
      expect(Buffer.from(await reader.firstBytes(ref, 4)).toString()).toBe('some');
    });

    it('cannot read what does not exist', async () => {
      const ref = { bucket, key: `temp/${freshId('obj')}`, versionId: (await stored()).versionId };
      await expect(reader.firstBytes(ref, 10)).rejects.toMatchObject({ name: 'SourceMissing' });
      await expect(reader.sha256(ref, { hasTime: always })).rejects.toMatchObject({
        name: 'SourceMissing',
      });
    });
  });
}
