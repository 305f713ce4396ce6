import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { all, Setting, ways } from '../setting.ts';

describe.each(ways)('by the %s way', (way) => {
  let setting: Setting;

  beforeEach(async () => {
    setting = await Setting.open(undefined, way);
  });

  afterEach(() => setting.close());

  describe('many files', () => {
    const names = Array.from({ length: 500 }, (_, index) => `file ${index} +&#é.jpg`);

    it('all arrive over a few connections', async () => {
      for (const name of names) setting.file(name, 100);
      const outcomes = await all(
        setting.engine({ concurrency: 8 }).send(names.map((name) => setting.job(name))),
      );
      expect(outcomes.filter(({ outcome }) => outcome === 'transferred')).toHaveLength(500);
      expect(new Set(outcomes.map(({ recordId }) => recordId))).toEqual(new Set(names));
      expect([...setting.s3.bucket.objects.keys()].sort()).toEqual(
        names.map((name) => `moved/${name}`).sort(),
      );
      expect(setting.s3.connections).toBeLessThanOrEqual(8);
    });

    it('one poisoned among them fails alone', async () => {
      for (const name of names) setting.file(name, 10);
      const jobs = names.map((name, index) =>
        setting.job(name, index === 250 ? { location: { kind: 'file', path: '/nowhere' } } : {}),
      );
      const outcomes = await all(setting.engine().send(jobs));
      expect(outcomes.filter(({ outcome }) => outcome === 'transferred')).toHaveLength(499);
      expect(outcomes.filter(({ outcome }) => outcome === 'failed')).toHaveLength(1);
    });

    it('are drawn no faster than their outcomes are taken', async () => {
      for (const name of names) setting.file(name, 10);
      let drawn = 0;
      const jobs = function* () {
        for (let turn = 0; turn < 100_000; turn += 1) {
          drawn += 1;
          yield setting.job(names[turn % 500] ?? '', { recordId: `${turn}`, key: `k${turn}` });
        }
      };
      for await (const _ of setting.engine().send(jobs())) break;
      expect(drawn).toBeLessThan(2_000);
    });

    it('end with what is in flight when the signal comes', async () => {
      for (const name of names) setting.file(name, 10);
      const stop = new AbortController();
      const outcomes = [];
      for await (const outcome of setting.engine({ concurrency: 4 }).send(
        names.map((name) => setting.job(name)),
        stop.signal,
      )) {
        outcomes.push(outcome);
        stop.abort();
      }
      expect(outcomes.length).toBeLessThan(400);
      expect(outcomes).toHaveLength(setting.s3.bucket.objects.size);
    });

    it('whose list breaks off still have their outcomes', async () => {
      setting.file('a.jpg');
      const jobs = async function* () {
        yield setting.job('a.jpg');
        throw new Error('the list broke off');
      };
      const outcomes: unknown[] = [];
      const readAll = async () => {
        for await (const outcome of setting.engine().send(jobs())) outcomes.push(outcome);
      };
      await expect(readAll()).rejects.toThrow('the list broke off');
      expect(outcomes).toHaveLength(1);
    });

    it('are sent by threads as well', async () => {
      for (const name of names) setting.file(name, 5_000);
      setting.file('large', 400_000);
      const engine = setting.engine({ threads: 2 });
      const outcomes = await all(engine.send([...names, 'large'].map((name) => setting.job(name))));
      expect(outcomes.filter(({ outcome }) => outcome === 'transferred')).toHaveLength(501);
      expect(engine.progress).toMatchObject({
        files: 501,
        bytes: 500 * 5_000 + 400_000,
        inFlight: 0,
      });
    });
  });

  describe('credentials that cannot be had', () => {
    it('fail the run, and are asked for again by the next one', async () => {
      setting.file('a.jpg');
      let asked = 0;
      const credentials = async () => {
        asked += 1;
        if (asked === 1) throw new Error('sign in first');
        return setting.s3.credentials;
      };
      const engine = setting.engine({}, {}, credentials);
      await expect(setting.send(setting.job('a.jpg'), engine)).rejects.toThrow('sign in first');
      expect(await setting.send(setting.job('a.jpg'), engine)).toMatchObject({
        outcome: 'transferred',
      });
    });
  });
});
