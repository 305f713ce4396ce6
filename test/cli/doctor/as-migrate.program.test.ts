import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FakeS3 } from '../../adapters/bulk/transfer/fake-s3.ts';
import { FakeStorage } from '../bulk/fake-storage.ts';

let storage: FakeStorage;
beforeAll(async () => {
  storage = await FakeStorage.start(new FakeS3({ versioned: false }));
  storage.here.files({ 'photos/a.jpg': 'A' });
});
afterAll(() => storage.stop());

/** The answers of both verbs to the words after them: the line after the verb's own name. */
const told = async (
  words: string,
): Promise<{ migrate: string; doctor: string; codes: unknown[] }> => {
  const { code, stderr } = await storage.run(`migrate ${words}`);
  const doctor = await storage.run(`doctor ${words}`);
  const [, line = ''] = /^fail +migrate +(.+)$/m.exec(doctor.stdout) ?? [];
  const [, said = ''] = /^keepsake: (.+)$/m.exec(stderr) ?? [];
  return { migrate: said, doctor: line, codes: [code, doctor.code] };
};

describe('keepsake doctor <words of migrate>', () => {
  it.each([
    ['a prefix that leaves the bucket', './photos --to s3://bucket/old/../new'],
    ['a source that is not there', './nowhere --to s3://bucket/old'],
    ['a bucket without versions', './photos --to s3://bucket/old --on-conflict overwrite'],
    ['a shard that cannot be', './photos --to s3://bucket/old --shard 3/2'],
    ['an engine that cannot be', './photos --to s3://bucket/old --concurrency 0'],
    ['a limit that is none', './photos --to s3://bucket/old --max-transfer 0'],
    ['copies that S3 cannot make', './photos --to s3://bucket/old --server-side'],
    ['no destination', './photos'],
  ])('refuses what migrate refuses, in its words: %s', async (_, words) => {
    const { migrate, doctor, codes } = await told(words);
    expect(migrate).not.toBe('');
    expect(doctor).toBe(migrate);
    expect(codes[0]).not.toBe(0);
    expect(codes[1]).toBe(3);
  });

  it('passes what migrate does, and leaves nothing behind', async () => {
    const { stdout } = await storage.run('doctor ./photos --to s3://bucket/new');
    expect(stdout).toMatch(/^pass +migrate +.+ can be moved$/m);
    expect(storage.objects).toEqual({});
    expect((await storage.run('migrate ./photos --to s3://bucket/new')).code).toBe(0);
  });

  it.each([
    ['--on-conflict overwrite', /^fail +migrate +s3:\/\/bucket keeps no versions: /m],
    ['--max-transfer 0', /^fail +migrate +--max-transfer must be more than 0/m],
  ])('needs no source to judge a destination with %s', async (options, refusal) => {
    const { stdout } = await storage.run(`doctor --to s3://bucket/old ${options}`);
    expect(stdout).toMatch(refusal);
  });
});
