import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FakeS3 } from '../../../adapters/bulk/transfer/fake-s3.ts';
import { batchIn, FakeStorage } from '../fake-storage.ts';
import { Gate } from '../gate.ts';

type Summary = { batchId: string; counts: { transferred: { files: number; bytes: number } } };

let storage: FakeStorage;
let gate: Gate | undefined;

beforeEach(async () => {
  // A second object under a key would be a second version.
  storage = await FakeStorage.start(new FakeS3({ versioned: true }));
});

afterEach(() => {
  gate?.close();
  return storage.stop();
});

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

  it('kill -9 of one among others at work, and its resume: the sum is exact', async () => {
    const names = Array.from({ length: 600 }, (_, n) => `${n % 7}/${n}.jpg`);
    const files = Object.fromEntries(names.map((name) => [name, 'x'.repeat(name.length * 10)]));
    storage.here.files(
      Object.fromEntries(names.map((name) => [`photos/${name}`, files[name] ?? 'none'])),
    );
    gate = new Gate(storage.here.env.AWS_ENDPOINT_URL ?? 'none', 40);
    const held = await gate.open();
    const start = (index: number, env = {}) => {
      const words = `migrate ./photos --to s3://bucket/old --shard ${index}/3 --json`;
      const limits = `--journal machine-${index}.db --batch-size 7`;
      return storage.here.start(`${words} ${limits}`.split(' '), env);
    };
    const others = [start(1), start(3)];
    const killed = start(2, { AWS_ENDPOINT_URL: held });
    await gate.shut;
    killed.child.kill('SIGKILL');
    const { code, ...said } = await killed.ended;
    gate.release();
    expect(code).not.toBe(0);
    const ended = await Promise.all(others.map(({ ended }) => ended));
    const resumed = await storage.run(
      `migrate --resume ${batchIn(said)} --journal machine-2.db --json`,
    );
    const all = [...ended, resumed];
    expect(all.map((run) => run.code)).toEqual([0, 0, 0]);
    const moved = all.map(({ lines }) => (lines.at(-1) as never as Summary).counts.transferred);
    const bytes = Object.values(files).reduce((sum, text) => sum + text.length, 0);
    expect(moved.reduce((sum, one) => sum + one.files, 0)).toBe(600);
    expect(moved.reduce((sum, one) => sum + one.bytes, 0)).toBe(bytes);
    expect(storage.objects).toEqual(
      Object.fromEntries(Object.entries(files).map(([name, text]) => [`old/${name}`, text])),
    );
    // No file was sent and stored by two machines, nor twice by one.
    const versions = [...storage.s3.bucket.objects.values()].map((kept) => kept.length);
    expect(new Set(versions)).toEqual(new Set([1]));
    for (const [place, run] of all.entries()) {
      const journal = `--journal machine-${[1, 3, 2][place]}.db`;
      expect((await storage.run(`verify ${batchIn(run)} ${journal}`)).code).toBe(0);
    }
  });

  it.each(['0/3', '4/3', 'one'])('refuses --shard %s', async (shard) => {
    storage.here.files({ 'photos/a.jpg': 'A' });
    const { code, stderr } = await storage.run(
      `migrate ./photos --to s3://bucket/old --shard ${shard}`,
    );
    expect([code, stderr]).toEqual([2, expect.stringContaining('--shard must be i/n')]);
  });
});
