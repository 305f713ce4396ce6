import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { batchIn, FakeStorage } from '../fake-storage.ts';
import { Gate } from '../gate.ts';

let storage: FakeStorage;

const names = Array.from({ length: 1_000 }, (_, index) => `photos/${index}.jpg`);
const migrate = 'migrate ./photos --to s3://bucket/old --concurrency 1 --threads 1';
const count = () => Object.keys(storage.objects).length;

beforeEach(async () => {
  storage = await FakeStorage.start();
  storage.here.files(Object.fromEntries(names.map((name) => [name, 'JPEG'])));
});

afterEach(() => storage.stop());

const resumesToTheEnd = async (batchId: string): Promise<void> => {
  expect((await storage.run(`resume ${batchId}`)).code).toBe(0);
  expect(count()).toBe(names.length);
};

describe('keepsake migrate ./photos --max-transfer 1k', () => {
  it('ends in good order after so many bytes, and resume does the rest', async () => {
    const ended = await storage.run(`${migrate} --max-transfer 1k`);
    expect(ended).toMatchObject({
      code: 130,
      stdout: expect.stringContaining('paused'),
      stderr: expect.stringContaining('--max-transfer 1k is reached: finishing'),
    });
    expect(count()).toBeGreaterThanOrEqual(256);
    expect(count()).toBeLessThan(names.length);
    await resumesToTheEnd(batchIn(ended));
  });
});

describe('keepsake migrate ./photos --max-duration 1s', () => {
  it('ends in good order after that time, and resume does the rest', async () => {
    const gate = new Gate(storage.here.env.AWS_ENDPOINT_URL ?? 'none', 20);
    const { child, ended } = storage.here.start([...migrate.split(' '), '--max-duration', '1s'], {
      AWS_ENDPOINT_URL: await gate.open(),
    });
    let said = '';
    child.stderr?.on('data', (text) => {
      said += text;
      if (said.includes('--max-duration 1s is over')) gate.release();
    });
    const { code, stdout, stderr } = await ended;
    expect([code, stdout]).toEqual([130, expect.stringContaining('paused')]);
    gate.close();
    expect(count()).toBeLessThan(names.length);
    expect(stderr).toContain('Go on with: keepsake resume');
  });

  it('ends a dry run as well', async () => {
    const { code, stderr } = await storage.run(`${migrate} --dry-run --max-duration 1ms`);
    expect([code, stderr]).toEqual([130, expect.stringContaining('--max-duration 1ms is over')]);
  });
});

describe('a limit that is none', () => {
  it.each(['--max-duration 0', '--max-duration soon', '--max-transfer 0', '--max-transfer x'])(
    '%s is refused before the batch is on record',
    async (option) => {
      const { code, stderr } = await storage.run(`${migrate} ${option}`);
      expect([code, stderr]).toEqual([2, expect.stringContaining('must be more than 0')]);
      expect([storage.s3.seen, await storage.here.batches()]).toEqual([[], []]);
    },
  );
});
