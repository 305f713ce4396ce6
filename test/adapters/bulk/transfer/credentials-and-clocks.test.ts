import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Setting, ways } from './setting.ts';

describe.each(ways)('by the %s way', (way) => {
  let setting: Setting;

  beforeEach(async () => {
    setting = await Setting.open(undefined, way);
  });

  afterEach(() => setting.close());

  describe('credentials and clocks', () => {
    it('that ended are fetched again', async () => {
      setting.file('a.jpg');
      let fetched = 0;
      setting.s3.faults = (_, count) =>
        count === 0 ? { kind: 'refuse', status: 400, code: 'ExpiredToken' } : undefined;
      const credentials = async () => {
        fetched += 1;
        return setting.s3.credentials;
      };
      expect(
        await setting.send(setting.job('a.jpg'), setting.engine({}, {}, credentials)),
      ).toMatchObject({
        outcome: 'transferred',
        attempts: 2,
      });
      expect(fetched).toBe(2);
    });

    const ended = (code = 'ExpiredToken') => ({ kind: 'refuse', status: 400, code }) as const;
    const atOnce = { sleep: async () => {} };

    it('that ended and cannot be fetched again end the run; no file has failed of it', async () => {
      const names = ['a.jpg', 'b.jpg', 'c.jpg'];
      for (const file of names) setting.file(file);
      setting.s3.faults = () => ended();
      let fetched = 0;
      const credentials = async () => {
        fetched += 1;
        if (fetched > 1) throw new Error('The session has ended.');
        return setting.s3.credentials;
      };
      const outcomes: unknown[] = [];
      const run = async () => {
        for await (const outcome of setting
          .engine({}, atOnce, credentials)
          .send(names.map((file) => setting.job(file))))
          outcomes.push(outcome);
      };
      await expect(run()).rejects.toThrow(/ExpiredToken.+Sign in again.+resume goes on/);
      expect([outcomes, setting.s3.bucket.objects.size]).toEqual([[], 0]);
    });

    it.each(['ExpiredToken', 'InvalidAccessKeyId'])(
      'that are refused (%s) and stay the same end the run, with what was sent before on record',
      async (code) => {
        for (const file of ['a.jpg', 'b.jpg', 'c.jpg']) setting.file(file);
        let requests = 0;
        setting.s3.faults = () => {
          requests += 1;
          return requests > 1 ? ended(code) : undefined;
        };
        const jobs = ['a.jpg', 'b.jpg', 'c.jpg'].map((file) => setting.job(file));
        const outcomes: string[] = [];
        const run = async () => {
          for await (const { outcome } of setting.engine({ concurrency: 1 }, atOnce).send(jobs))
            outcomes.push(outcome);
        };
        await expect(run()).rejects.toThrow(code);
        expect(outcomes).toEqual(['transferred']);
      },
    );

    it('that are wrong are set by the server', async () => {
      setting.file('a.jpg');
      const dates: (string | undefined)[] = [];
      setting.s3.faults = ({ headers }, count) => {
        dates.push(headers['x-amz-date']?.slice(0, 4));
        return count === 0
          ? { kind: 'refuse', status: 403, code: 'RequestTimeTooSkewed' }
          : undefined;
      };
      const engine = setting.engine({}, { now: () => Date.UTC(2001, 0, 1) });
      expect(await setting.send(setting.job('a.jpg'), engine)).toMatchObject({
        outcome: 'transferred',
        attempts: 2,
      });
      expect(dates).toEqual(['2001', String(new Date().getUTCFullYear())]);
    });
  });
});
