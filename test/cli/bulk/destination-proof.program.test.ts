import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeS3, type Faults } from '../../adapters/bulk/transfer/fake-s3.ts';
import { batchIn, FakeStorage } from './fake-storage.ts';

let storage: FakeStorage;
beforeEach(async () => {
  storage = await FakeStorage.start();
  storage.here.files({ 'photos/a.jpg': 'A', 'photos/b.jpg': 'B' });
});
afterEach(() => storage.stop());

const instead = async (s3: FakeS3): Promise<void> => {
  await storage.stop();
  storage = await FakeStorage.start(s3);
  storage.here.files({ 'photos/a.jpg': 'A', 'photos/b.jpg': 'B' });
};

const refusing =
  (code: string, ...methods: string[]): Faults =>
  ({ method }) =>
    methods.includes(method) ? { kind: 'refuse', status: 403, code } : undefined;

describe.each(['', ' --dry-run'])('keepsake migrate ./photos%s', (dry) => {
  const refused = async (commandLine: string) => {
    const { code, stdout, stderr } = await storage.run(`migrate ./photos ${commandLine}${dry}`);
    expect(stdout).toBe('');
    expect(await storage.here.batches()).toEqual([]);
    expect(storage.objects).toEqual({});
    return [code, stderr];
  };

  it('--to s3://no-such-bucket: one message, nothing on record', async () => {
    expect(await refused('--to s3://no-such-bucket')).toEqual([
      5,
      expect.stringMatching(
        /^keepsake: There is no bucket no-such-bucket at http:\S+ \(NoSuchBucket\)\. Create it.*\n$/,
      ),
    ]);
  });

  it('without the right to write: one message, nothing on record', async () => {
    storage.s3.faults = refusing('AccessDenied', 'PUT', 'POST');
    expect(await refused('--to s3://bucket/old')).toEqual([
      4,
      expect.stringMatching(
        /^keepsake: These credentials may not write to s3:\/\/bucket\/old\/ .*\n$/,
      ),
    ]);
  });

  it('with credentials that ended: one message, nothing on record', async () => {
    storage.s3.faults = refusing('InvalidAccessKeyId', 'GET', 'PUT', 'POST');
    expect(await refused('--to s3://bucket/old')).toEqual([
      4,
      expect.stringMatching(/^keepsake: S3 rejected the credentials \(InvalidAccessKeyId.*\n$/),
    ]);
  });

  it('--endpoint-url <where nothing listens>: one message, nothing on record', async () => {
    expect(await refused('--to s3://bucket/old --endpoint-url http://127.0.0.1:1')).toEqual([
      75,
      expect.stringMatching(/^keepsake: s3:\/\/bucket\/old\/ at http:\S+ cannot be reached.*\n$/),
    ]);
  });

  it('--on-conflict overwrite, and the bucket keeps no versions: refused', async () => {
    await instead(new FakeS3({ versioned: false }));
    expect(await refused('--to s3://bucket/old --on-conflict overwrite')).toEqual([
      4,
      expect.stringMatching(
        /^keepsake: s3:\/\/bucket keeps no versions: .*--on-conflict overwrite\.\n$/,
      ),
    ]);
  });
});

describe.each([
  ['./nowhere', 'A folder that is not there', /nowhere cannot be opened/],
  [
    'http://127.0.0.1:1/media/ --allow-private --manifest none.csv',
    'A manifest that is not there',
    /manifest: .*cannot be read/,
  ],
])('keepsake migrate %s --to s3://bucket/old', (source, _, message) => {
  it('is refused, and puts nothing on record', async () => {
    const { code, stderr } = await storage.run(`migrate ${source} --to s3://bucket/old`);
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
    expect(await storage.here.batches()).toEqual([]);
  });
});

describe('keepsake migrate ./photos --to s3://bucket/old, storage that ignores If-None-Match', () => {
  beforeEach(() => instead(new FakeS3({ versioned: false, conditions: false })));

  it.each(['skip', 'fail'])(
    '--on-conflict %s: overwrites nothing, says so, and a rollback leaves what was there',
    async (onConflict) => {
      storage.put('old/a.jpg', 'of somebody else');
      const ended = await storage.run(
        `migrate ./photos --to s3://bucket/old --on-conflict ${onConflict}`,
      );
      expect([ended.code, ended.stderr]).toEqual([
        3,
        expect.stringMatching(/s3:\/\/bucket ignores If-None-Match: Keepsake looks under each key/),
      ]);
      expect(storage.objects).toEqual({ 'old/a.jpg': 'of somebody else', 'old/b.jpg': 'B' });
      await storage.run(`rollback ${batchIn(ended)} --apply --more-than-half`);
      expect(storage.objects).toEqual({ 'old/a.jpg': 'of somebody else' });
    },
  );
});

describe('keepsake migrate ./photos --to s3://bucket/old', () => {
  it('leaves no trace of the proof: the objects are the files', async () => {
    expect(await storage.run('migrate ./photos --to s3://bucket/old')).toMatchObject({ code: 0 });
    expect(storage.objects).toEqual({ 'old/a.jpg': 'A', 'old/b.jpg': 'B' });
    const versions = [...storage.s3.bucket.objects.values()].flat();
    expect(versions).toHaveLength(2);
  });
});

describe('keepsake migrate ./photos --to s3://bucket/old --on-conflict overwrite', () => {
  const overwriting = 'migrate ./photos --to s3://bucket/old --on-conflict overwrite';
  beforeEach(() => storage.put('old/a.jpg', 'of somebody else'));

  it('--dry-run: foresees and prices what is overwritten, and leaves no trace', async () => {
    const { code, stdout } = await storage.run(`${overwriting} --dry-run`);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(
        /^overwrite +1 B {2}a\.jpg\ntransfer +1 B {2}b\.jpg\n\n2 files, 2 B to send in 2 requests\.\nOf these, 1 file would overwrite/,
      ),
    ]);
    expect(storage.objects).toEqual({ 'old/a.jpg': 'of somebody else' });
    expect([storage.s3.count('PUT'), storage.s3.bucket.uploads.size]).toEqual([0, 0]);
  });

  it('is brought back by a rollback', async () => {
    const ended = await storage.run(overwriting);
    expect([ended.code, storage.objects]).toEqual([0, { 'old/a.jpg': 'A', 'old/b.jpg': 'B' }]);
    await storage.run(`rollback ${batchIn(ended)} --apply --more-than-half`);
    expect(storage.objects).toEqual({ 'old/a.jpg': 'of somebody else' });
  });
});
