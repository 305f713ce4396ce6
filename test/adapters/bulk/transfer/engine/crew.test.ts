import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Crew } from '../../../../../adapters/bulk/transfer/engine/crew.ts';
import { SharedLimit } from '../../../../../adapters/bulk/transfer/engine/shared-limit.ts';
import type { TransferJob } from '../../../../../core/bulk/model/transfer.ts';

const mebibyte = 2 ** 20;
const crews: Crew[] = [];

const crewOf = (first: number, most: number, own = false): Crew => {
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
    bufferBytes: mebibyte,
  };
  const memory = SharedLimit.of({ start: 4, max: 4 }).memory;
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
  const crew = new Crew({ own, first, most }, start, events);
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
    const crew = crewOf(1, 2, true);
    expect(crew.hungry).toBe(true);
    give(crew, small);
    expect(crew.threads).toHaveLength(1);
  });

  it('starts workers for what the own thread leaves, which take all that follows', () => {
    const crew = crewOf(1, 2, true);
    give(crew, small);
    const load = crew.threads[0]?.load;
    for (let turn = 0; turn < 3; turn += 1) give(crew, small);
    const [own, worker, ...others] = crew.threads;
    expect(others).toEqual([]);
    expect(own?.load).toBe(load);
    expect(worker?.load).toBe(3 * (load ?? Number.NaN));
  });

  it('gives large files to workers alone', () => {
    const crew = crewOf(1, 2, true);
    for (let turn = 0; turn < 3; turn += 1) give(crew, large);
    const [own, ...workers] = crew.threads;
    expect(own?.load).toBe(0);
    expect(workers).toHaveLength(2);
  });

  it('wants no more large files because the own thread has none', () => {
    const crew = crewOf(1, 1, true);
    give(crew, large);
    give(crew, large);
    expect(crew.hungry).toBe(false);
  });

  it('has one thread for everything if there may be no worker', () => {
    const crew = crewOf(0, 0, true);
    give(crew, large);
    give(crew, small);
    expect(crew.threads).toHaveLength(1);
    expect(crew.threads[0]?.load).toBeGreaterThan(256 * mebibyte);
  });
});
