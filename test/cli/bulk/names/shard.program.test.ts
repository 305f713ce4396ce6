import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeStorage } from '../fake-storage.ts';

let storage: FakeStorage;

beforeEach(async () => {
  storage = await FakeStorage.start();
});

afterEach(() => storage.stop());

describe('keepsake migrate ./photos --to s3://bucket/old --shard 1/3, 2/3, 3/3 on three machines', () => {
  it('moves each file once, and each machine verifies its own part', async () => {
    const names = Array.from({ length: 60 }, (_, index) => `photos/${index}.jpg`);
    storage.here.files(Object.fromEntries(names.map((name) => [name, name])));
    const runs = await Promise.all(
      [1, 2, 3].map(async (index) => {
        const journal = `--journal machine-${index}.db`;
        const ended = await storage.run(
          `migrate ./photos --to s3://bucket/old --shard ${index}/3 --json ${journal}`,
        );
        const { batchId, counts } = ended.lines.at(-1) as never as {
          batchId: string;
          counts: { transferred: { files: number } };
        };
        return { code: ended.code, batchId, journal, files: counts.transferred.files };
      }),
    );
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(runs.reduce((sum, { files }) => sum + files, 0)).toBe(60);
    expect(Object.keys(storage.objects)).toHaveLength(60);
    for (const { batchId, journal } of runs)
      expect((await storage.run(`verify ${batchId} ${journal}`)).code).toBe(0);
  });

  it.each(['0/3', '4/3', 'one'])('refuses --shard %s', async (shard) => {
    storage.here.files({ 'photos/a.jpg': 'A' });
    const { code, stderr } = await storage.run(
      `migrate ./photos --to s3://bucket/old --shard ${shard}`,
    );
    expect([code, stderr]).toEqual([2, expect.stringContaining('--shard must be i/n')]);
  });
});
