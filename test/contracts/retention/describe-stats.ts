import { describe, expect, it } from '@jest/globals';
import type { Counted, Tally } from '../../../core/retention/model/upload-count.ts';
import type { Stats } from '../../../core/retention/ports.ts';
import { freshId } from '../shared/samples.ts';

export type StatsSubject = {
  stats: Stats;
  reserved: (counter: string) => Promise<Tally | undefined>;
};

/** Contract tests of every set of counters. */
export function describeStats(name: string, makeSubject: () => StatsSubject): void {
  const { stats, reserved } = makeSubject();
  const markOf = (changes: Partial<Counted> = {}): Counted => ({
    uploadId: freshId('upl'),
    revision: 1,
    labels: ['status#pending'],
    bytes: 10,
    ...changes,
  });
  const delta = (counter: string, files = 1, bytes = 10) => ({ name: counter, files, bytes });

  describe(`${name} as Stats`, () => {
    it('remembers what uploads were counted as, and nothing of others', async () => {
      const mark = markOf({ holder: 'usr_1' });
      await stats.count({ marks: [{ mark, over: undefined }], counters: [], holders: [] });
      expect(await stats.countedMany([mark.uploadId, freshId('upl'), mark.uploadId])).toEqual([
        mark,
      ]);
    });

    it('moves marks, counters and holders’ quotas together', async () => {
      const [counter, holder] = [`category#${freshId('cat')}`, freshId('usr')];
      await stats.count({
        marks: [{ mark: markOf(), over: undefined }],
        counters: [delta(counter)],
        holders: [delta(holder, 2, 5)],
      });
      await stats.count({
        marks: [{ mark: markOf(), over: undefined }],
        counters: [delta(counter, 2, -3)],
        holders: [delta(holder, -1, -5)],
      });
      expect((await stats.read('9999-01-01')).totals[counter]).toEqual({ files: 3, bytes: 7 });
      expect(await reserved(holder)).toEqual({ files: 1, bytes: 0 });
    });

    it('counts days apart, from the one asked for on', async () => {
      const days = ['2931-01-01', '2931-01-02', '2931-01-03'];
      await stats.count({
        marks: [{ mark: markOf(), over: undefined }],
        counters: days.map((day) => delta(`day#${day}`)),
        holders: [],
      });
      expect(Object.keys((await stats.read('2931-01-02')).days)).toEqual([
        '2931-01-02',
        '2931-01-03',
      ]);
      expect(
        Object.keys((await stats.read('2931-01-02')).totals).filter((key) =>
          key.startsWith('day#'),
        ),
      ).toEqual([]);
    });

    it('replaces the mark that was read', async () => {
      const mark = markOf();
      await stats.count({ marks: [{ mark, over: undefined }], counters: [], holders: [] });
      const later = { ...mark, revision: 4, gone: true, labels: [], bytes: 0 };
      await stats.count({ marks: [{ mark: later, over: 1 }], counters: [], holders: [] });
      expect(await stats.countedMany([mark.uploadId])).toEqual([later]);
    });

    it.each([undefined, 2])(
      'counts nothing over another mark than the one that was read (%s)',
      async (over) => {
        const [mark, fresh, counter] = [markOf(), markOf(), `category#${freshId('cat')}`];
        await stats.count({ marks: [{ mark, over: undefined }], counters: [], holders: [] });
        const marks = [
          { mark: fresh, over: undefined },
          { mark: { ...mark, revision: 3 }, over },
        ];
        await expect(
          stats.count({ marks, counters: [delta(counter)], holders: [] }),
        ).rejects.toMatchObject({ name: 'StaleRecord' });
        expect(await stats.countedMany([mark.uploadId, fresh.uploadId])).toEqual([mark]);
        expect((await stats.read('9999-01-01')).totals[counter]).toBeUndefined();
      },
    );

    it('lets exactly one of several consumers count a change', async () => {
      const [mark, counter] = [markOf(), `category#${freshId('cat')}`];
      const changes = {
        marks: [{ mark, over: undefined }],
        counters: [delta(counter)],
        holders: [],
      };
      const results = await Promise.allSettled(
        Array.from({ length: 5 }, () => stats.count(changes)),
      );
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect((await stats.read('9999-01-01')).totals[counter]).toEqual({ files: 1, bytes: 10 });
    });
  });
}
