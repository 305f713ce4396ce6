import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TransferJob, TransferOutcome } from '../../../../../core/bulk/model/transfer.ts';
import { all, Setting, ways } from '../setting.ts';

describe.each(ways)('by the %s way', (way) => {
  const names = (count: number): string[] =>
    Array.from({ length: count }, (_, index) => `${index}.jpg`);

  let setting: Setting;
  let newest: Worker | undefined;
  const note = (worker: Worker): void => {
    newest = worker;
  };
  beforeEach(async () => {
    setting = await Setting.open(undefined, way);
    process.on('worker', note);
  });
  afterEach(async () => {
    process.off('worker', note);
    await setting.close();
  });

  /** Ends so many threads, each while it has something under way that gets no answer. */
  const endWhileBusy = (times: number): void => {
    let left = times;
    setting.s3.faults = () => {
      if (left === 0) return undefined;
      left -= 1;
      void newest?.terminate();
      return { kind: 'silent' };
    };
  };

  const send = (jobs: readonly TransferJob[]): Promise<TransferOutcome[]> =>
    all(setting.engine({ threads: 1 }).send(jobs));

  const codes = (outcomes: readonly TransferOutcome[]) =>
    outcomes.map((outcome) => ('code' in outcome ? outcome.code : outcome.outcome));

  describe('a thread that ends by itself', () => {
    it('is replaced: what it had failed, and is sent by a resume; everything else is sent', async () => {
      for (const name of names(700)) setting.file(name, 100);
      const jobs = names(700).map((name) => setting.job(name));
      endWhileBusy(1);
      const outcomes = await send(jobs);
      expect(outcomes).toHaveLength(700);
      const lost = outcomes.filter((outcome) => 'code' in outcome && outcome.code === 'ThreadLost');
      expect(lost.length).toBeGreaterThan(0);
      expect(new Set(codes(outcomes))).toEqual(new Set(['ThreadLost', 'transferred']));
      const again = new Set(lost.map(({ recordId }) => recordId));
      expect(
        new Set(codes(await send(jobs.filter(({ recordId }) => again.has(recordId))))),
      ).toEqual(new Set(['transferred']));
      expect([...setting.s3.bucket.objects.values()].map((versions) => versions.length)).toEqual(
        Array(700).fill(1),
      );
    });

    it('leaves nothing under way behind', async () => {
      setting.file('a.jpg', 100);
      const engine = setting.engine({ threads: 1 });
      endWhileBusy(1);
      expect(codes(await all(engine.send([setting.job('a.jpg')])))).toEqual(['ThreadLost']);
      expect(engine.progress).toMatchObject({ inFlight: 0, waiting: 0 });
    });

    it('is not replaced for ever', async () => {
      setting.file('a.jpg', 100);
      const job = setting.job('a.jpg');
      const engine = setting.engine({ threads: 1 });
      endWhileBusy(4);
      for (let time = 0; time < 3; time += 1)
        expect(codes(await all(engine.send([job])))).toEqual(['ThreadLost']);
      await expect(all(engine.send([job]))).rejects.toThrow(/end again and again.+resume/);
    });
  });
});
