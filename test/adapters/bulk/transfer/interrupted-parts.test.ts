import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FakeBucket, Seen } from './fake-bucket.ts';
import { all, Setting, ways } from './setting.ts';

describe.each(ways)('by the %s way', (way) => {
  let setting: Setting;

  beforeEach(async () => {
    setting = await Setting.open(undefined, way);
  });

  afterEach(() => setting.close());

  const part = ({ method, query }: Pick<Seen, 'method' | 'query'>): boolean =>
    method === 'PUT' && query.partNumber !== undefined;

  const partNumbers = (): (string | undefined)[] =>
    setting.s3.seen.filter(part).map(({ query }) => query.partNumber);

  /** A run that ends after some parts, the way a killed one does: nothing is taken back. */
  const interrupted = async (
    file: string,
    lastPart: number,
    more: Parameters<Setting['job']>[1] = {},
  ): Promise<void> => {
    setting.s3.faults = (request) =>
      part(request) && Number(request.query.partNumber) > lastPart
        ? { kind: 'reset', afterBytes: 0 }
        : undefined;
    const outcome = await setting.send(setting.job(file, more), setting.engine({ retries: 0 }));
    expect(outcome).toMatchObject({ outcome: 'failed', code: 'ECONNRESET' });
    setting.s3.faults = () => undefined;
    setting.s3.seen.length = 0;
  };

  /** As a resume sends it: with the upload that is on record. */
  const resumed = (file: string, more: Parameters<Setting['job']>[1] = {}) =>
    setting.job(file, { multipartId: setting.begun.get(file) ?? 'none', ...more });

  const partsIn = (uploads: FakeBucket['uploads']): number[] =>
    [...uploads.values()].flatMap(({ parts }) => [...parts.keys()]);

  describe('a large file whose run was interrupted', () => {
    it('is continued: parts that are there are not sent again', async () => {
      const { body, sha256 } = setting.file('a.jpg', 500_000);
      await interrupted('a.jpg', 5);
      const there = partsIn(setting.s3.bucket.uploads).length;
      expect(await setting.send(resumed('a.jpg'))).toMatchObject({
        outcome: 'transferred',
        created: true,
        sha256,
      });
      expect(there).toBeGreaterThan(0);
      expect(partNumbers()).toHaveLength(8 - there);
      expect(setting.s3.bucket.current('moved/a.jpg')?.body.equals(body)).toBe(true);
    });

    it('has parts sent again that are not what is read now', async () => {
      const { body } = setting.file('a.jpg', 500_000);
      await interrupted('a.jpg', 5);
      body.fill(1, 70_000, 70_010);
      setting.file('a.jpg', body);
      expect(await setting.send(resumed('a.jpg'))).toMatchObject({ outcome: 'transferred' });
      expect(setting.s3.bucket.current('moved/a.jpg')?.body.equals(body)).toBe(true);
    });

    it('is begun anew when its upload is gone', async () => {
      const { sha256 } = setting.file('a.jpg', 500_000);
      await interrupted('a.jpg', 5);
      setting.s3.bucket.uploads.clear();
      expect(await setting.send(resumed('a.jpg'))).toMatchObject({
        outcome: 'transferred',
        sha256,
      });
      expect(setting.s3.bucket.uploads.size).toBe(0);
    });

    it('leaves no parts behind when it needs none any more', async () => {
      setting.file('a.jpg', 500_000);
      await interrupted('a.jpg', 5);
      setting.file('a.jpg', 1_000);
      expect(await setting.send(resumed('a.jpg'))).toMatchObject({ outcome: 'transferred' });
      expect(setting.s3.bucket.uploads.size).toBe(0);
    });

    it('leaves no parts behind when somebody else stored the same bytes meanwhile', async () => {
      const { body } = setting.file('a.jpg', 500_000);
      await interrupted('a.jpg', 5);
      setting.s3.bucket.put('moved/a.jpg', body);
      expect(await setting.send(resumed('a.jpg'))).toMatchObject({ outcome: 'skipped' });
      expect(setting.s3.bucket.uploads.size).toBe(0);
    });

    it('is taken back when its source changed since it was listed', async () => {
      setting.file('a.jpg', 500_000);
      await interrupted('a.jpg', 5);
      expect(await setting.send(resumed('a.jpg', { expected: { sha256: 'other' } }))).toMatchObject(
        {
          outcome: 'changed',
        },
      );
      expect(setting.s3.bucket.uploads.size).toBe(0);
    });
  });

  describe('an unfinished upload of somebody else under the same key', () => {
    it.each([
      ['a file that arrives', {}, 'transferred'],
      ['a file that is taken back', { expected: { sha256: 'other' } }, 'changed'],
    ])('is left alone by %s', async (_, more, outcome) => {
      const { body } = setting.file('a.jpg', 500_000);
      await interrupted('a.jpg', 5, {
        metadata: { 'keepsake-batch': 'b0', 'keepsake-record': 'a.jpg' },
      });
      const theirs = partsIn(setting.s3.bucket.uploads);
      expect(await setting.send(setting.job('a.jpg', more))).toMatchObject({ outcome });
      expect(partsIn(setting.s3.bucket.uploads)).toEqual(theirs);
      const stored = setting.s3.bucket.objects.get('moved/a.jpg') ?? [];
      expect(stored.map((object) => object.body.equals(body))).toEqual(
        outcome === 'transferred' ? [true] : [],
      );
    });
  });

  describe('an upload in parts', () => {
    it('is on record before its first part is sent', async () => {
      setting.file('a.jpg', 500_000);
      const partsAtNote: number[] = [];
      const note = async (): Promise<void> => void partsAtNote.push(partNumbers().length);
      await all(setting.engine().send([setting.job('a.jpg')], undefined, note));
      expect(partsAtNote).toEqual([0]);
    });

    it('is taken back when it cannot be put on record, and the file stays to be done', async () => {
      setting.file('a.jpg', 500_000);
      const note = () => Promise.reject(new Error('the journal is away'));
      expect(await all(setting.engine().send([setting.job('a.jpg')], undefined, note))).toEqual([]);
      expect([setting.s3.bucket.uploads.size, partNumbers()]).toEqual([0, []]);
    });

    it('is put on record by a thread as well', async () => {
      setting.file('a.jpg', 500_000);
      const engine = setting.engine({ threads: 1 });
      expect(await setting.send(setting.job('a.jpg'), engine)).toMatchObject({
        outcome: 'transferred',
      });
      expect([...setting.begun.keys()]).toEqual(['a.jpg']);
    });
  });

  describe('parts', () => {
    it('are signed where the server does not check their checksums', async () => {
      const handle = setting.s3.bucket.handle.bind(setting.s3.bucket);
      setting.s3.bucket.handle = (seen) => {
        const reply = handle(seen);
        delete reply.headers['x-amz-checksum-crc32'];
        return reply;
      };
      setting.file('a.jpg', 300_000);
      expect(await setting.send(setting.job('a.jpg'))).toMatchObject({ outcome: 'transferred' });
      const hashes = setting.s3.seen
        .filter(part)
        .map(({ query, headers }) => [
          query.partNumber,
          headers['x-amz-content-sha256'] === 'UNSIGNED-PAYLOAD',
        ]);
      const signed = hashes.filter(([, unsigned]) => !unsigned).map(([number]) => number);
      expect(new Set(signed)).toEqual(new Set(['1', '2', '3', '4', '5']));
    });
  });
});
