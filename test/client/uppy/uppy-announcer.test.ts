import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { KeepsakeClient } from '../../../client/browser.ts';
import { UppyAnnouncer } from '../../../client/uppy/uppy-announcer.ts';

/** A client whose files take some turns to read, and how many it reads at once. */
const slowReader = () => {
  const reading = { now: 0, most: 0, isFailing: false };
  const announce = async () => {
    reading.now += 1;
    reading.most = Math.max(reading.most, reading.now);
    for (let turn = 0; turn < 5; turn += 1) await setImmediate();
    reading.now -= 1;
    if (reading.isFailing) throw new Error('unreadable');
    return { uploadId: 'upl_1', key: 'k', method: 'PUT', url: 'u', headers: {} };
  };
  const keepsake = { lowLevel: { announce } } as unknown as KeepsakeClient;
  const announcer = new UppyAnnouncer({
    keepsake,
    announcementOf: () => ({ category: 'photo' }),
    onWait: () => undefined,
  });
  const announceAll = async (count: number): Promise<Set<string>> => {
    const files = Array.from({ length: count }, (_, id) => ({
      id: `${id}`,
      data: new Blob(['cat']),
    }));
    const settled = await Promise.allSettled(files.map((file) => announcer.announce(file)));
    return new Set(settled.map(({ status }) => status));
  };
  return { reading, announceAll };
};

describe('files of Uppy that are announced before the first is sent', () => {
  it('are read six at a time, however many were chosen', async () => {
    const { reading, announceAll } = slowReader();
    expect(await announceAll(40)).toEqual(new Set(['fulfilled']));
    expect(reading.most).toBe(6);
  });

  it('make room for the next when they cannot be read', async () => {
    const { reading, announceAll } = slowReader();
    reading.isFailing = true;
    expect(await announceAll(20)).toEqual(new Set(['rejected']));
    reading.isFailing = false;
    expect(await announceAll(1)).toEqual(new Set(['fulfilled']));
  });
});
