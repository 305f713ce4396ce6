import { describe, expect, it } from '@jest/globals';
import { renewedToken } from '../../../tools/local/renewed-token.ts';

const hour = 3_600_000;

/** A token that is renewed after an hour, and how often it was. */
const aToken = (renew: (time: number) => Promise<string>) => {
  const clock = { ms: 0, renewals: 0 };
  const token = renewedToken('first', {
    renew: () => {
      clock.renewals += 1;
      return renew(clock.renewals);
    },
    maxAgeMs: hour,
    now: () => clock.ms,
  });
  return { clock, token };
};

describe('the token of a local stage', () => {
  it('is the same until it is old', async () => {
    const { clock, token } = aToken(async () => 'next');
    clock.ms = hour;
    expect(await token()).toBe('first');
    clock.ms += 1;
    expect(await token()).toBe('next');
  });

  it('is renewed once for calls at the same moment', async () => {
    const { clock, token } = aToken(async (time) => `next ${time}`);
    clock.ms = hour + 1;
    expect(await Promise.all([token(), token(), token()])).toEqual(['next 1', 'next 1', 'next 1']);
    expect(clock.renewals).toBe(1);
  });

  it('is asked for again after a renewal that failed', async () => {
    const { clock, token } = aToken(async (time) => {
      if (time === 1) throw new Error('The emulator is busy.');
      return 'next';
    });
    clock.ms = hour + 1;
    await expect(token()).rejects.toThrow('busy');
    expect(await token()).toBe('next');
  });
});
