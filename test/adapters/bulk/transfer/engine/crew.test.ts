import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Crew, type CrewWorld } from '../../../../../adapters/bulk/transfer/engine/crew.ts';
import { SharedLimit } from '../../../../../adapters/bulk/transfer/engine/shared-limit.ts';
import { startWorker } from '../../../../../adapters/bulk/transfer/engine/start-worker.ts';
import type { TransferJob } from '../../../../../core/bulk/model/transfer.ts';

const mebibyte = 2 ** 20;
const crews: Crew[] = [];

type Made = Partial<CrewWorld> & { own?: boolean; limit?: SharedLimit };

const crewOf = (
  first: number,
  most: number,
  { own = false, limit = SharedLimit.of({ start: 4, max: 4 }), ...world }: Made = {},
): Crew => {
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
  const crew = new Crew({ own, first, most }, start, events, world);
  crews.push(crew);
  return crew;
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
  for (const crew of crews.splice(0)) await crew.close();
});

const large = { count: 1, sizeBytes: 256 * mebibyte };
const small = { count: 64, sizeBytes: 16_384 };

/** Gives files to whom the crew names, as a run does. */
const give = (crew: Crew, { count, sizeBytes }: typeof large): void =>
  crew.next(sizeBytes === small.sizeBytes)?.give('send', jobs(count, sizeBytes));

describe('a crew', () => {
  it('begins with as many workers as small files keep busy', () => {
    const crew = crewOf(2, 4);
    expect(crew.threads).toHaveLength(0);
    give(crew, small);
    expect(crew.threads).toHaveLength(2);
  });

  it('gets another worker when all have a large file', () => {
    const crew = crewOf(1, 2);
    give(crew, large);
    expect(crew.threads).toHaveLength(1);
    give(crew, large);
    expect(crew.threads).toHaveLength(2);
  });

  it('gets none for files that are many and small: the journal needs the processor', () => {
    const crew = crewOf(1, 2);
    for (let turn = 0; turn < 8; turn += 1) give(crew, small);
    expect(crew.threads).toHaveLength(1);
  });

  it('gets none while one of them can take more', () => {
    const crew = crewOf(2, 4);
    give(crew, large);
    give(crew, large);
    expect(crew.threads).toHaveLength(2);
  });

  it('is never larger than it may be', () => {
    const crew = crewOf(1, 2);
    for (let turn = 0; turn < 8; turn += 1) give(crew, large);
    expect(crew.threads).toHaveLength(2);
  });
});

describe("a crew with the command's own thread", () => {
  it('starts no worker for the first small files', () => {
    const crew = crewOf(1, 2, { own: true });
    expect(crew.hungry).toBe(true);
    give(crew, small);
    expect(crew.threads).toHaveLength(1);
  });

  it('starts workers for what the own thread leaves, which take all that follows', () => {
    const crew = crewOf(1, 2, { own: true });
    give(crew, small);
    const load = crew.threads[0]?.load;
    for (let turn = 0; turn < 3; turn += 1) give(crew, small);
    const [own, worker, ...others] = crew.threads;
    expect(others).toEqual([]);
    expect(own?.load).toBe(load);
    expect(worker?.load).toBe(3 * (load ?? Number.NaN));
  });

  it('gives large files to workers alone', () => {
    const crew = crewOf(1, 2, { own: true });
    for (let turn = 0; turn < 3; turn += 1) give(crew, large);
    const [own, ...workers] = crew.threads;
    expect(own?.load).toBe(0);
    expect(workers).toHaveLength(2);
  });

  it('wants no more large files because the own thread has none', () => {
    const crew = crewOf(1, 1, { own: true });
    give(crew, large);
    give(crew, large);
    expect(crew.hungry).toBe(false);
  });

  it('has one thread for everything if there may be no worker', () => {
    const crew = crewOf(0, 0, { own: true });
    give(crew, large);
    give(crew, small);
    expect(crew.threads).toHaveLength(1);
    expect(crew.threads[0]?.load).toBeGreaterThan(256 * mebibyte);
  });
});

describe('the limit of requests', () => {
  it('is for the workers alone once the own thread has nothing to do', async () => {
    const limit = SharedLimit.of({ start: 8, max: 8 });
    const idle = crewOf(1, 1, { own: true, limit });
    give(idle, large);
    expect(limit.threads).toBe(1);
  });

  it('is shared with the own thread while that has files', async () => {
    const limit = SharedLimit.of({ start: 8, max: 8 });
    const crew = crewOf(1, 1, { own: true, limit });
    give(crew, small);
    give(crew, small);
    expect(limit.threads).toBe(2);
    await crew.close();
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
    const crew = crewOf(1, 2, { own: true, open });
    for (const files of [small, small, large, large]) give(crew, files);
    expect(crew.threads).toHaveLength(1);
    expect(crew.threads[0]?.load).toBeGreaterThan(512 * mebibyte);
    expect([crew.lost, asked()]).toEqual([undefined, 1]);
  });

  it('has the workers send everything that it gave, with the whole limit', () => {
    const limit = SharedLimit.of({ start: 8, max: 8 });
    const { open, asked } = machine(1);
    const crew = crewOf(2, 4, { open, limit });
    for (let turn = 0; turn < 4; turn += 1) give(crew, large);
    expect([crew.threads.length, asked(), limit.threads]).toEqual([1, 2, 1]);
    expect(crew.lost).toBeUndefined();
  });

  it('is told where no thread is left to send', () => {
    const crew = crewOf(2, 2, machine(0));
    expect(crew.next(true)).toBeUndefined();
    expect(crew.lost).toBe(refusal);
  });

  it('is noticed by a worker that ends before it begins, too', async () => {
    const limit = SharedLimit.of({ start: 8, max: 8 });
    const never = startWorker();
    const crew = crewOf(1, 1, { own: true, limit, open: () => never });
    give(crew, large);
    never.emit('error', refusal);
    expect(crew.threads).toHaveLength(1);
    expect([crew.lost, crew.hungry, limit.threads]).toEqual([undefined, true, 1]);
    give(crew, large);
    expect(crew.threads[0]?.load).toBeGreaterThan(256 * mebibyte);
    await never.terminate();
  });
});
