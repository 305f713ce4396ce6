import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { batchIn, FakeStorage } from '../fake-storage.ts';

let storage: FakeStorage;

beforeEach(async () => {
  storage = await FakeStorage.start();
  const names = Array.from({ length: 600 }, (_, n) => `photos/${n % 7}/${n}.jpg`);
  storage.here.files(Object.fromEntries(names.map((name) => [name, `bytes of ${name}`])));
  storage.put('old/3/theirs.jpg', 'theirs');
});
afterEach(() => storage.stop());

const arrived = () => Object.keys(storage.objects).length;

/** Kills the command once so many objects are there; answers its batch. */
const killedAt = async (objects: number): Promise<string> => {
  const migrating = ['migrate', './photos', '--to', 's3://bucket/old'];
  const { child, ended } = storage.here.start(migrating);
  while (arrived() < objects && child.exitCode === null) await sleep(1);
  child.kill('SIGKILL');
  return batchIn(await ended);
};

describe('keepsake migrate ./photos --to s3://bucket/old, kill -9 among small files', () => {
  it.each([5, 230])(
    'keepsake rollback <batch> --apply after %i files: leaves none, and what was there before',
    async (objects) => {
      storage.s3.latencyMs = 2;
      const id = await killedAt(objects);
      expect(await storage.run(`rollback ${id} --apply --more-than-half`)).toMatchObject({
        code: 0,
      });
      expect(storage.objects).toEqual({ 'old/3/theirs.jpg': 'theirs' });
    },
  );
});
