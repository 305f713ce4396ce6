import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { batchIn, FakeStorage } from './fake-storage.ts';

let storage: FakeStorage;
const files = Object.fromEntries(
  Array.from({ length: 200 }, (_, index) => [`photos/${index}.jpg`, `bytes ${index}`]),
);
const expected = Object.fromEntries(
  Object.entries(files).map(([name, text]) => [name.replace('photos/', 'old/'), text]),
);

beforeEach(async () => {
  storage = await FakeStorage.start();
  storage.here.files(files);
});
afterEach(() => storage.stop());

/** The storage goes away after so many requests; answers a way to bring it back. */
const awayAfter = (requests: number): (() => Promise<unknown>) => {
  let count = 0;
  const gone = new Promise<void>((resolve) => {
    storage.s3.faults = () => {
      count += 1;
      if (count === requests) void storage.s3.stop().then(resolve);
      return undefined;
    };
  });
  return async () => {
    await gone;
    await sleep(2_000);
    await storage.comeBack();
  };
};

describe('keepsake migrate ./photos --to s3://bucket/old, storage away for 2 s', () => {
  it('waits, says so, and every file arrives', async () => {
    const back = awayAfter(60);
    const running = storage.run('migrate ./photos --to s3://bucket/old');
    await back();
    const { code, stderr } = await running;
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /\nStorage does not answer\. Waiting[\s\S]*\nStorage answers again, after \d+ s\.\n/,
    );
    expect(storage.objects).toEqual(expected);
  });
});

describe('keepsake migrate ./photos --to s3://bucket/old --patience 1, storage away for good', () => {
  it('gives up, no file has failed, and resume sends the rest', async () => {
    awayAfter(60);
    const ended = await storage.run('migrate ./photos --to s3://bucket/old --patience 1');
    expect([ended.code, ended.stderr]).toEqual([
      75,
      expect.stringMatching(/keepsake: Storage has not answered for \d s .* resume goes on\.\n$/),
    ]);
    const id = batchIn(ended);
    expect((await storage.run(`files ${id} --status failed`)).stdout).toBe('');
    await storage.comeBack();
    expect((await storage.run(`resume ${id}`)).code).toBe(0);
    expect(storage.objects).toEqual(expected);
  });
});

describe('keepsake migrate ./photos --to s3://bucket/old, Ctrl-C while storage is away', () => {
  it('pauses at once; resume sends the rest', async () => {
    awayAfter(60);
    const { child, ended } = storage.here.start(['migrate', './photos', '--to', 's3://bucket/old']);
    child.stderr?.on('data', (text) => {
      if (/does not answer/.test(text)) child.kill('SIGINT');
    });
    const { code, stdout, stderr } = await ended;
    expect([code, stdout]).toEqual([130, expect.stringMatching(/ paused: interrupted\n/)]);
    await storage.comeBack();
    expect((await storage.run(`resume ${batchIn({ stdout, stderr })}`)).code).toBe(0);
    expect(storage.objects).toEqual(expected);
  });
});
