import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { builtKeepsake } from '../built-keepsake.ts';
import { batchIn, FakeStorage } from './fake-storage.ts';

const names = Array.from({ length: 300 }, (_, index) => `photos/${index}.jpg`);
let storage: FakeStorage;

beforeEach(async () => {
  storage = await FakeStorage.start();
  storage.here.files(Object.fromEntries(names.map((name) => [name, 'JPEG'])));
});
afterEach(() => storage.stop());

/** Runs `keepsake …` with so many open files at most. */
const run = async (words: string, most: number) => {
  const keepsake = [process.execPath, '--no-warnings', builtKeepsake(), ...words.split(' ')];
  const child = spawn('bash', ['-c', `ulimit -n ${most}; exec "$@"`, 'bash', ...keepsake], {
    cwd: storage.here.folder,
    env: storage.here.env,
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes) => {
      text += bytes;
    });
  const [code] = await once(child, 'close');
  return { code, text };
};

describe('ulimit -n 48; keepsake …', () => {
  it('migrates, checks, restores and rolls back every file', async () => {
    const migrated = await run('migrate ./photos --to s3://bucket/old', 48);
    expect([migrated.code, Object.keys(storage.objects).length]).toEqual([0, names.length]);
    const batch = batchIn({ stdout: migrated.text, stderr: '' });
    for (const words of [
      `verify ${batch}`,
      'check ./photos s3://bucket/old',
      `restore ${batch} --into ./back`,
      `rollback ${batch} --apply --more-than-half`,
    ])
      expect([words, (await run(words, 48)).code]).toEqual([words, 0]);
    expect(readdirSync(path.join(storage.here.folder, 'back'))).toHaveLength(names.length);
    expect(storage.objects).toEqual({});
  });

  it('refuses where no file could be sent, before the batch is on record', async () => {
    const { code, text } = await run('migrate ./photos --to s3://bucket/old', 32);
    expect([code, text]).toEqual([75, expect.stringMatching(/needs \d+ at least.*ulimit -n/)]);
    expect([storage.s3.seen, await storage.here.batches()]).toEqual([[], []]);
  });
});
