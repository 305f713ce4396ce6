import { describe, expect, it } from '@jest/globals';
import { rateAt } from '../../../../adapters/bulk/transfer/engine/bandwidth.ts';
import { bandwidthOf } from '../../../../cli/bulk/engine-options.ts';

/** The limit of a time, in KiB a second; `undefined` for none. */
const limit = (bwlimit: string, time: string): number | undefined => {
  const rate = rateAt(bandwidthOf({ bwlimit }) ?? [], new Date(time));
  return rate === undefined ? undefined : rate / 1024;
};

const [sunday, monday, friday, saturday] = ['2029-12-30', '2029-12-31', '2030-01-04', '2030-01-05'];

describe('keepsake migrate --bwlimit "08:00,512k 12:00,10M 23:00,off"', () => {
  it.each([
    [`${sunday}T07:59`, undefined],
    [`${sunday}T08:00`, 512],
    [`${friday}T22:59`, 10_240],
    [`${saturday}T23:00`, undefined],
  ])('%s', (time, rate) => {
    expect(limit('08:00,512k 12:00,10M 23:00,off', time)).toBe(rate);
  });
});

describe('keepsake migrate --bwlimit "Mon-00:00,512 Fri-23:59,10M Sat-10:00,1M Sun-20:00,off"', () => {
  it.each([
    [`${monday}T00:00`, 512],
    [`${friday}T23:58`, 512],
    [`${friday}T23:59`, 10_240],
    [`${saturday}T10:00`, 1_024],
    [`${sunday}T19:59`, 1_024],
    [`${sunday}T20:00`, undefined],
  ])('%s', (time, rate) => {
    expect(limit('Mon-00:00,512 Fri-23:59,10M Sat-10:00,1M Sun-20:00,off', time)).toBe(rate);
    expect(limit('sun-20:00,off;sat-10:00,1M;fri-23:59,10M;mon-00:00,512', time)).toBe(rate);
  });

  it.each(['Mox-00:00,512', 'Mon 00:00,512', '24:00,512', '08:00', '08:00,512 10M', '10:1'])(
    'refuses %s',
    (bwlimit) => {
      expect(() => bandwidthOf({ bwlimit })).toThrow('--bwlimit must be a rate');
    },
  );
});
