import { copyFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeS3 } from '../../../adapters/bulk/transfer/fake-s3.ts';
import { batchIn, FakeStorage } from '../fake-storage.ts';
import { Gate } from '../gate.ts';

let storage: FakeStorage;
let gate: Gate;

const names = Array.from({ length: 300 }, (_, n) => `${n % 7}/${n}.jpg`);

beforeEach(async () => {
  // A second object under a key would be a second version.
  storage = await FakeStorage.start(new FakeS3({ versioned: true }));
  storage.here.files(Object.fromEntries(names.map((name) => [`photos/${name}`, name])));
  gate = new Gate(storage.here.env.AWS_ENDPOINT_URL ?? 'none', 200);
});
afterEach(() => {
  gate.close();
  return storage.stop();
});

const journal = (suffix = ''): string => path.join(storage.here.folder, `j.db${suffix}`);

type Counts = Record<'planned' | 'transferred' | 'failed', { files: number; bytes: number }>;

const countsOf = async (batch: string): Promise<Counts> => {
  const { lines } = await storage.run(`status ${batch} --journal j.db --json`);
  return (lines.at(-1) as never as { counts: Counts }).counts;
};

/** The state of a journal whose last writes never reached the disk. */
const losePower = (part: number): void => {
  const wal = journal('-wal');
  truncateSync(wal, Math.floor(statSync(wal).size * part));
  // Shared memory of processes that are no more.
  rmSync(journal('-shm'), { force: true });
};

/** Stopped in the middle, with everything in the log that SQLite does not sync. */
const stopped = async (): Promise<string> => {
  const words = 'migrate ./photos --to s3://bucket/old --batch-size 5 --journal j.db --json';
  const env = { AWS_ENDPOINT_URL: await gate.open() };
  const { child, ended } = storage.here.start(words.split(' '), env);
  await gate.shut;
  child.kill('SIGKILL');
  const batch = batchIn(await ended);
  gate.release();
  return batch;
};

describe('keepsake resume <batch> --journal j.db, after a power cut', () => {
  it.each([0, 0.4, 0.8])(
    'that left %d of the log of the journal: the sum is exact, and no file is stored twice',
    async (part) => {
      const batch = await stopped();
      copyFileSync(journal(), journal('.before'));
      copyFileSync(journal('-wal'), journal('.before-wal'));
      const before = (await countsOf(batch)).transferred.files;
      copyFileSync(journal('.before'), journal());
      copyFileSync(journal('.before-wal'), journal('-wal'));
      losePower(part);
      const left = (await countsOf(batch)).transferred.files;
      expect(left).toBeLessThan(before);
      expect((await storage.run(`resume ${batch} --journal j.db`)).code).toBe(0);
      expect(await countsOf(batch)).toMatchObject({
        transferred: { files: 300, bytes: names.join('').length },
        planned: { files: 0 },
        failed: { files: 0 },
      });
      expect(storage.objects).toEqual(
        Object.fromEntries(names.map((name) => [`old/${name}`, name])),
      );
      const versions = [...storage.s3.bucket.objects.values()].map((kept) => kept.length);
      expect(new Set(versions)).toEqual(new Set([1]));
      expect((await storage.run(`verify ${batch} --journal j.db`)).code).toBe(0);
      expect(
        (await storage.run(`rollback ${batch} --journal j.db --apply --more-than-half`)).code,
      ).toBe(0);
      expect(storage.objects).toEqual({});
    },
  );
});
