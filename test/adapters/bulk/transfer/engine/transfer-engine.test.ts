import { utimesSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeS3 } from '../fake-s3.ts';
import { all, Setting, ways } from '../setting.ts';

describe.each(ways)('by the %s way', (way) => {
  let setting: Setting;

  beforeEach(async () => {
    setting = await Setting.open(undefined, way);
  });

  afterEach(() => setting.close());

  const sizes: [what: string, bytes: number][] = [
    ['nothing', 0],
    ['one byte', 1],
    ['a small file', 16_384],
    ['a file as large as a part', 65_536],
    ['a file sent as it is read', 131_000],
    ['a file in parts', 1_000_000],
    ['a file of whole parts', 196_608],
  ];

  describe.each(sizes)('sending %s', (_, bytes) => {
    it('stores its bytes, type and metadata, and says what they are', async () => {
      const { body, sha256 } = setting.file('a.jpg', bytes);
      const outcome = await setting.send(
        setting.job('a.jpg', { disposition: 'attachment; filename="a.jpg"' }),
      );
      const stored = setting.s3.bucket.current('moved/a.jpg');
      expect(stored?.body.equals(body)).toBe(true);
      expect(stored?.headers).toMatchObject({
        'content-type': 'image/jpeg',
        'content-disposition': 'attachment; filename="a.jpg"',
        'x-amz-meta-keepsake-record': 'a.jpg',
      });
      expect(outcome).toMatchObject({
        recordId: 'a.jpg',
        attempts: 1,
        outcome: 'transferred',
        created: true,
        sizeBytes: bytes,
        sha256,
        versionId: stored?.versionId,
      });
    });

    it('a second time adopts what the first one stored', async () => {
      const { sha256 } = setting.file('a.jpg', bytes);
      await setting.send(setting.job('a.jpg'));
      expect(await setting.send(setting.job('a.jpg'))).toMatchObject({
        outcome: 'transferred',
        created: true,
        sizeBytes: bytes,
        sha256,
      });
      expect(setting.s3.bucket.objects.get('moved/a.jpg')).toHaveLength(1);
    });

    it('a second time over adopts, and makes no second version', async () => {
      setting.file('a.jpg', bytes);
      await setting.send(setting.job('a.jpg', { onConflict: 'overwrite' }));
      expect(await setting.send(setting.job('a.jpg', { onConflict: 'overwrite' }))).toMatchObject({
        outcome: 'transferred',
        created: true,
      });
      expect(setting.s3.bucket.objects.get('moved/a.jpg')).toHaveLength(1);
    });

    it('skips it when another batch stored the same bytes', async () => {
      const { sha256 } = setting.file('a.jpg', bytes);
      await setting.send(
        setting.job('a.jpg', { metadata: { 'keepsake-batch': 'b0', 'keepsake-record': 'a.jpg' } }),
      );
      expect(await setting.send(setting.job('a.jpg'))).toMatchObject({
        outcome: 'skipped',
        sha256,
      });
    });

    it.each([
      ['fail', { outcome: 'failed', code: 'DestinationExists' }],
      ['skip', { outcome: 'changed' }],
    ] as const)('leaves other bytes under its key alone (%s)', async (onConflict, expected) => {
      setting.file('a.jpg', bytes);
      setting.s3.bucket.put('moved/a.jpg', Buffer.from('something else'));
      expect(await setting.send(setting.job('a.jpg', { onConflict }))).toMatchObject(expected);
      expect(setting.s3.bucket.current('moved/a.jpg')?.body.toString()).toBe('something else');
    });

    it('overwrites other bytes when told to', async () => {
      const { body } = setting.file('a.jpg', bytes);
      setting.s3.bucket.put('moved/a.jpg', Buffer.from('something else'));
      expect(await setting.send(setting.job('a.jpg', { onConflict: 'overwrite' }))).toMatchObject({
        outcome: 'transferred',
        created: true,
      });
      expect(setting.s3.bucket.current('moved/a.jpg')?.body.equals(body)).toBe(true);
    });

    it('stores nothing of a source that is not what was expected', async () => {
      setting.file('a.jpg', bytes);
      for (const expected of [
        { sizeBytes: bytes + 1 },
        { modifiedAt: '2020-01-01T00:00:00.000Z' },
        { sha256: 'AAAA' },
      ]) {
        expect(await setting.send(setting.job('a.jpg', { expected }))).toMatchObject({
          outcome: 'changed',
          attempts: 1,
        });
      }
      expect(setting.s3.bucket.current('moved/a.jpg')).toBeUndefined();
      expect(setting.s3.bucket.uploads.size).toBe(0);
    });

    it('takes a source that is what was expected', async () => {
      const { path, sha256 } = setting.file('a.jpg', bytes);
      utimesSync(path, 1_700_000_000.123, 1_700_000_000.123);
      const expected = {
        sizeBytes: bytes,
        sha256,
        modifiedAt: new Date(1_700_000_000_123).toISOString(),
      };
      expect(await setting.send(setting.job('a.jpg', { expected }))).toMatchObject({
        outcome: 'transferred',
      });
    });

    it('works where checksums are not known, and without versions', async () => {
      await setting.close();
      setting = await Setting.open(new FakeS3({ versioned: false, checksums: false }));
      const { body, sha256 } = setting.file('a.jpg', bytes);
      const engine = setting.engine({
        target: {
          place: { region: 'auto', checksums: false },
          bucket: '',
          credentials: async () => setting.s3.credentials,
        },
      });
      const outcome = await setting.send(setting.job('a.jpg'), engine);
      expect(outcome).toMatchObject({ outcome: 'transferred', sha256 });
      expect(outcome).not.toHaveProperty('versionId');
      expect(await setting.send(setting.job('a.jpg'), engine)).toMatchObject({
        outcome: 'transferred',
        created: true,
        sha256,
      });
      expect(setting.s3.bucket.current('moved/a.jpg')?.body.equals(body)).toBe(true);
      const names = setting.s3.seen.flatMap(({ headers }) => Object.keys(headers));
      expect(
        names.filter(
          (name) => name.startsWith('x-amz-checksum-') && name !== 'x-amz-checksum-mode',
        ),
      ).toEqual([]);
    });

    it('is hashed without being sent', async () => {
      const { sha256 } = setting.file('a.jpg', bytes);
      expect(await all(setting.engine().hash([setting.job('a.jpg')]))).toEqual([
        {
          recordId: 'a.jpg',
          attempts: 1,
          outcome: 'transferred',
          created: false,
          sizeBytes: bytes,
          sha256,
        },
      ]);
      expect(setting.s3.seen).toEqual([]);
    });
  });

  describe('what cannot be sent', () => {
    it.each([
      [
        'a file that is gone',
        { location: { kind: 'file', path: '/nowhere/at/all' } },
        'SourceMissing',
      ],
      ['a directory', { location: { kind: 'file', path: '/tmp' } }, 'SourceMissing'],
      ['a device', { location: { kind: 'file', path: '/dev/zero' } }, 'SourceMissing'],
      [
        'a web page nobody allowed',
        { location: { kind: 'http', url: 'http://127.0.0.1/' } },
        'InvalidInput',
      ],
      ['a header in a header', { contentType: 'image/jpeg\r\nx-evil: 1' }, 'InvalidInput'],
      ['a name of metadata with a colon', { metadata: { 'a: 1\r\nb': 'c' } }, 'InvalidInput'],
      ['metadata beyond ASCII', { metadata: { name: 'Grüße' } }, 'InvalidInput'],
      ['a key that is no text', { key: 'a\ud800' }, 'URIError'],
    ] as const)('fails alone: %s', async (_, more, code) => {
      setting.file('a.jpg');
      expect(await setting.send(setting.job('a.jpg', more as object))).toMatchObject({
        outcome: 'failed',
        code,
        attempts: 1,
      });
      expect(setting.s3.count('PUT')).toBe(0);
    });

    it('is refused by storage when its bytes are others on arrival', async () => {
      setting.file('a.jpg');
      setting.s3.faults = (_, count) =>
        count < 4 ? { kind: 'refuse', status: 400, code: 'XAmzContentSHA256Mismatch' } : undefined;
      expect(await setting.send(setting.job('a.jpg'))).toMatchObject({
        outcome: 'failed',
        code: 'XAmzContentSHA256Mismatch',
        attempts: 4,
      });
    });
  });
});
