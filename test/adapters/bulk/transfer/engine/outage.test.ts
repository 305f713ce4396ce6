import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TransferEngine } from '../../../../../adapters/bulk/transfer/engine/transfer-engine.ts';
import type { TransferOutcome } from '../../../../../core/bulk/model/transfer.ts';
import { all, Setting, ways } from '../setting.ts';

describe.each(ways)('by the %s way', (way) => {
  let setting: Setting;
  beforeEach(async () => {
    setting = await Setting.open(undefined, way);
  });
  afterEach(() => setting.close());

  const names = Array.from({ length: 60 }, (_, index) => `${index}.jpg`);

  const jobsOf = (files: readonly string[] = names) => {
    for (const file of files) setting.file(file);
    return files.map((file) => setting.job(file));
  };

  /** The storage goes away in the middle, and comes back after a while, if at all. */
  const awayAfter = (requests: number, backAfterMs: number | undefined): void => {
    const { port } = new URL(setting.endpoint);
    let count = 0;
    setting.s3.faults = () => {
      count += 1;
      if (count === requests)
        void setting.s3.stop().then(async () => {
          if (backAfterMs === undefined) return;
          await sleep(backAfterMs);
          await setting.s3.start(Number(port));
        });
      return undefined;
    };
  };

  const stored = (): number => setting.s3.bucket.objects.size;

  const untilWaiting = async (engine: TransferEngine): Promise<void> => {
    while (engine.progress.waiting === 0) await sleep(5);
  };

  describe('a storage that is away for a moment', () => {
    it('is waited for: no file fails, and the waiting can be seen', async () => {
      awayAfter(20, 800);
      const engine = setting.engine({ patienceMs: 20_000, concurrency: 8 });
      const outcomes = all(engine.send(jobsOf()));
      await untilWaiting(engine);
      expect(new Set((await outcomes).map(({ outcome }) => outcome))).toEqual(
        new Set(['transferred']),
      );
      expect([stored(), engine.progress.waiting]).toEqual([60, 0]);
    });

    it('is waited for in the middle of a large file, whose parts are not sent again', async () => {
      const { body } = setting.file('large.mp4', 500_000);
      awayAfter(6, 800);
      const engine = setting.engine({ patienceMs: 20_000 });
      expect(await setting.send(setting.job('large.mp4'), engine)).toMatchObject({
        outcome: 'transferred',
      });
      expect(setting.s3.bucket.current('moved/large.mp4')?.body.equals(body)).toBe(true);
      expect([setting.s3.bucket.uploads.size, setting.s3.count('POST')]).toEqual([0, 2]);
    });
  });

  describe('a storage that stays away', () => {
    it('ends the run when its patience ends; no file has failed of it', async () => {
      awayAfter(20, undefined);
      const engine = setting.engine({ patienceMs: 400, concurrency: 8 });
      const outcomes: TransferOutcome[] = [];
      const run = async (): Promise<void> => {
        for await (const outcome of engine.send(jobsOf())) outcomes.push(outcome);
      };
      await expect(run()).rejects.toMatchObject({
        name: 'TransientFault',
        message: expect.stringMatching(/^Storage has not answered for \d s .*resume goes on\.$/),
      });
      expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['transferred']));
      expect(outcomes.length).toBeGreaterThan(0);
    });

    it('is not waited for once somebody wants the run to end', async () => {
      awayAfter(20, undefined);
      const engine = setting.engine({ patienceMs: 600_000, concurrency: 8 });
      const controller = new AbortController();
      const outcomes = all(engine.send(jobsOf(), controller.signal));
      await untilWaiting(engine);
      controller.abort();
      expect(new Set((await outcomes).map(({ outcome }) => outcome))).toEqual(
        new Set(['transferred']),
      );
    });
  });

  describe('a file that breaks every connection', () => {
    it('fails alone, though nothing else is under way', async () => {
      setting.s3.faults = ({ key }) =>
        key === 'moved/7.jpg' ? { kind: 'reset', afterBytes: 0 } : undefined;
      const engine = setting.engine({ patienceMs: 600_000, retries: 2, concurrency: 8 });
      const outcomes = await all(engine.send(jobsOf()));
      expect(outcomes.filter(({ outcome }) => outcome === 'failed')).toMatchObject([
        { recordId: '7.jpg', attempts: 3 },
      ]);
      expect(stored()).toBe(59);
    });
  });
});
