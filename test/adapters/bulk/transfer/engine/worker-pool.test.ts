import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { SharedLimit } from '../../../../../adapters/bulk/transfer/engine/shared-limit.ts';
import { startWorker } from '../../../../../adapters/bulk/transfer/engine/start-worker.ts';
import {
  type PoolWorld,
  WorkerPool,
} from '../../../../../adapters/bulk/transfer/engine/worker-pool.ts';
import type { TransferJob } from '../../../../../core/bulk/model/transfer.ts';

const mebibyte = 2 ** 20;
const pools: WorkerPool[] = [];

type Made = Partial<PoolWorld> & { own?: boolean; limit?: SharedLimit };

const poolOf = (
  first: number,
  most: number,
  { own = false, limit = SharedLimit.of({ start: 4, max: 4 }), ...world }: Made = {},
): WorkerPool => {
  const settings = {
    target: {
      region: 'us-east-1',
      endpoint: 'http://127.0.0.1:9',
      checksums: true,
      bucket: 'bucket',
    },
    retries: 0,
    patienceMs: 0,
    timeoutMs: 1_000,
    partBytes: mebibyte,
    multipartBytes: mebibyte,
    nearBytes: mebibyte,
    copyBytes: mebibyte,
    bufferBytes: mebibyte,
  };
  const { memory } = limit;
  const start = {
    settings,
    memory,
    credentials: { target: { accessKeyId: 'AKID', secretAccessKey: 'secret' } },
  };
  const events = {
    onOutcomes: () => undefined,
    onDropped: () => undefined,
    onRenew: () => undefined,
    onBegun: async () => undefined,
  };
  const pool = new WorkerPool({ own, first, most }, start, events, world);
  pools.push(pool);
  return pool;
};

const jobs = (count: number, sizeBytes: number): TransferJob[] =>
  Array.from({ length: count }, (_, index) => ({
    recordId: randomUUID(),
    location: { kind: 'file', path: '/nowhere' },
    key: `${index}`,
    contentType: 'video/mp4',
    metadata: {},
    onConflict: 'fail',
    expected: { sizeBytes },
  }));

afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.close();
});

const large = { count: 1, sizeBytes: 256 * mebibyte };
const small = { count: 64, sizeBytes: 16_384 };

/** Gives files to whom the pool names, as a pass does. */
const give = (pool: WorkerPool, { count, sizeBytes }: typeof large): void =>
  pool.next(sizeBytes === small.sizeBytes)?.give('send', jobs(count, sizeBytes));

describe('a pool', () => {
  it('begins with as many workers as small files keep busy', () => {
    const pool = poolOf(2, 4);
    expect(pool.threads).toHaveLength(0);
    give(pool, small);
    expect(pool.threads).toHaveLength(2);
  });

  it('gets another worker when all have a large file', () => {
    const pool = poolOf(1, 2);
    give(pool, large);
    expect(pool.threads).toHaveLength(1);
    give(pool, large);
    expect(pool.threads).toHaveLength(2);
  });

  it('gets none for files that are many and small: the journal needs the processor', () => {
    const pool = poolOf(1, 2);
    for (let turn = 0; turn < 8; turn += 1) give(pool, small);
    expect(pool.threads).toHaveLength(1);
  });

  it('gets none while one of them can take more', () => {
    const pool = poolOf(2, 4);
    give(pool, large);
    give(pool, large);
    expect(pool.threads).toHaveLength(2);
  });

  it('is never larger than it may be', () => {
    const pool = poolOf(1, 2);
    for (let turn = 0; turn < 8; turn += 1) give(pool, large);
    expect(pool.threads).toHaveLength(2);
  });
});

describe("a pool with the command's own thread", () => {
  it('starts no worker for the first small files', () => {
    const pool = poolOf(1, 2, { own: true });
    expect(pool.hasRoom).toBe(true);
    give(pool, small);
    expect(pool.threads).toHaveLength(1);
  });

  it('starts workers for what the own thread leaves, which take all that follows', () => {
    const pool = poolOf(1, 2, { own: true });
    give(pool, small);
    const load = pool.threads[0]?.load;
    for (let turn = 0; turn < 3; turn += 1) give(pool, small);
    const [own, worker, ...others] = pool.threads;
    expect(others).toEqual([]);
    expect(own?.load).toBe(load);
    expect(worker?.load).toBe(3 * (load ?? Number.NaN));
  });

  it('gives large files to workers alone', () => {
    const pool = poolOf(1, 2, { own: true });
    for (let turn = 0; turn < 3; turn += 1) give(pool, large);
    const [own, ...workers] = pool.threads;
    expect(own?.load).toBe(0);
    expect(workers).toHaveLength(2);
  });

  it('wants no more large files because the own thread has none', () => {
    const pool = poolOf(1, 1, { own: true });
    give(pool, large);
    give(pool, large);
    expect(pool.hasRoom).toBe(false);
  });

  it('has one thread for everything if there may be no worker', () => {
    const pool = poolOf(0, 0, { own: true });
    give(pool, large);
    give(pool, small);
    expect(pool.threads).toHaveLength(1);
    expect(pool.threads[0]?.load).toBeGreaterThan(256 * mebibyte);
  });
});

describe('the limit of requests', () => {
  it('is for the workers alone once the own thread has nothing to do', async () => {
    const limit = SharedLimit.of({ start: 8, max: 8 });
    const idle = poolOf(1, 1, { own: true, limit });
    give(idle, large);
    expect(limit.threads).toBe(1);
  });

  it('is shared with the own thread while that has files', async () => {
    const limit = SharedLimit.of({ start: 8, max: 8 });
    const pool = poolOf(1, 1, { own: true, limit });
    give(pool, small);
    give(pool, small);
    expect(limit.threads).toBe(2);
    await pool.close();
  });
});

describe('a machine that gives no thread', () => {
  const refusal = Object.assign(new Error('EAGAIN'), { code: 'ERR_WORKER_INIT_FAILED' });

  /** So many workers, and then none. */
  const machine = (workers: number) => {
    let asked = 0;
    const open = () => {
      asked += 1;
      if (asked > workers) throw refusal;
      return startWorker();
    };
    return { open, asked: () => asked };
  };

  it('has the own thread send everything, and is not asked again and again', () => {
    const { open, asked } = machine(0);
    const pool = poolOf(1, 2, { own: true, open });
    for (const files of [small, small, large, large]) give(pool, files);
    expect(pool.threads).toHaveLength(1);
    expect(pool.threads[0]?.load).toBeGreaterThan(512 * mebibyte);
    expect([pool.lost, asked()]).toEqual([undefined, 1]);
  });

  it('has the workers send everything that it gave, with the whole limit', () => {
    const limit = SharedLimit.of({ start: 8, max: 8 });
    const { open, asked } = machine(1);
    const pool = poolOf(2, 4, { open, limit });
    for (let turn = 0; turn < 4; turn += 1) give(pool, large);
    expect([pool.threads.length, asked(), limit.threads]).toEqual([1, 2, 1]);
    expect(pool.lost).toBeUndefined();
  });

  it('is told where no thread is left to send', () => {
    const pool = poolOf(2, 2, machine(0));
    expect(pool.next(true)).toBeUndefined();
    expect(pool.lost).toBe(refusal);
  });

  it('is noticed by a worker that ends before it begins, too', async () => {
    const limit = SharedLimit.of({ start: 8, max: 8 });
    const never = startWorker();
    const pool = poolOf(1, 1, { own: true, limit, open: () => never });
    give(pool, large);
    never.emit('error', refusal);
    expect(pool.threads).toHaveLength(1);
    expect([pool.lost, pool.hasRoom, limit.threads]).toEqual([undefined, true, 1]);
    give(pool, large);
    expect(pool.threads[0]?.load).toBeGreaterThan(256 * mebibyte);
    await never.terminate();
  });
});
