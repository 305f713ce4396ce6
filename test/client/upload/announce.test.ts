import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { clientOn } from '../../../client/client.ts';
import { memoryStore } from '../../../client/node.ts';
import { blobSource, type Platform } from '../../../client/platform.ts';

const never = async (): Promise<never> => {
  throw new Error('nothing is sent');
};

/** A platform whose files take some turns to read, and how many were read at once. */
const slowReader = () => {
  const reading = { now: 0, most: 0, failing: false };
  const platform: Platform<Blob> = {
    sourceOf: async (blob) => blobSource(blob),
    sha256: async () => {
      reading.now += 1;
      reading.most = Math.max(reading.most, reading.now);
      for (let turn = 0; turn < 5; turn += 1) await setImmediate();
      reading.now -= 1;
      if (reading.failing) throw new Error('unreadable');
      return 'hash';
    },
    openHasher: () => {
      throw new Error('nothing is in parts');
    },
    put: never,
    ask: async () => ({
      status: 201,
      text: JSON.stringify({ uploadId: 'upl_1', key: 'k', method: 'PUT', url: 'u', headers: {} }),
      retryAfter: null,
    }),
    online: async () => undefined,
    resumeStore: memoryStore(),
  };
  const client = clientOn(platform, { baseUrl: 'https://api.example.com', token: 'kst_test' });
  const announceAll = (count: number, signal?: AbortSignal) =>
    Promise.allSettled(
      Array.from({ length: count }, () =>
        client.lowLevel.announce(new Blob(['cat']), {
          category: 'photo',
          filename: 'cat.jpg',
          ...(signal && { signal }),
        }),
      ),
    );
  return { reading, announceAll };
};

const statusesOf = (settled: readonly PromiseSettledResult<unknown>[]) =>
  new Set(settled.map(({ status }) => status));

describe('files that another uploader has the client announce', () => {
  it('are read six at a time, however many were chosen', async () => {
    const { reading, announceAll } = slowReader();
    expect(statusesOf(await announceAll(40))).toEqual(new Set(['fulfilled']));
    expect(reading.most).toBe(6);
  });

  it('make room for the next when they cannot be read', async () => {
    const { reading, announceAll } = slowReader();
    reading.failing = true;
    expect(statusesOf(await announceAll(20))).toEqual(new Set(['rejected']));
    reading.failing = false;
    expect(statusesOf(await announceAll(1))).toEqual(new Set(['fulfilled']));
  });

  it('are not read once they were given up', async () => {
    const { reading, announceAll } = slowReader();
    expect(statusesOf(await announceAll(3, AbortSignal.abort()))).toEqual(new Set(['rejected']));
    expect(reading.most).toBe(0);
  });
});
