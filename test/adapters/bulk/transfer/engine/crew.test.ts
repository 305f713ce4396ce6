import { afterEach, describe, expect, it } from '@jest/globals';
import { Crew } from '../../../../../adapters/bulk/transfer/engine/crew.ts';
import { SharedLimit } from '../../../../../adapters/bulk/transfer/engine/shared-limit.ts';
import type { TransferJob } from '../../../../../core/bulk/model/transfer.ts';

const mebibyte = 2 ** 20;
const crews: Crew[] = [];

const crewOf = (first: number, most: number): Crew => {
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
  const crew = new Crew({ first, most }, start, events, {});
  crews.push(crew);
  return crew;
};

const jobs = (count: number, sizeBytes: number): TransferJob[] =>
  Array.from({ length: count }, (_, index) => ({
    recordId: `${sizeBytes} ${count} ${index}`,
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

describe('a crew', () => {
  it('begins with as many threads as small files keep busy', () => {
    expect(crewOf(2, 4).threads).toHaveLength(2);
  });

  it('gets another thread when all have a large file', () => {
    const crew = crewOf(1, 2);
    crew.threads[0]?.give('send', jobs(1, 256 * mebibyte));
    crew.grow();
    expect(crew.threads).toHaveLength(2);
  });

  it('gets none for files that are many and small: the journal needs the processor', () => {
    const crew = crewOf(1, 2);
    crew.threads[0]?.give('send', jobs(512, 16_384));
    crew.grow();
    expect(crew.threads).toHaveLength(1);
  });

  it('gets none while one of them can take more', () => {
    const crew = crewOf(2, 4);
    crew.threads[0]?.give('send', jobs(2, 256 * mebibyte));
    crew.grow();
    expect(crew.threads).toHaveLength(2);
  });

  it('is never larger than it may be', () => {
    const crew = crewOf(1, 2);
    for (let turn = 0; turn < 4; turn += 1) {
      for (const thread of crew.threads) thread.give('send', jobs(2, 256 * mebibyte));
      crew.grow();
    }
    expect(crew.threads).toHaveLength(2);
  });
});
