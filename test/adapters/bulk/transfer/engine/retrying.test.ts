import { describe, expect, it } from '@jest/globals';
import { retryAfterMs } from '../../../../../adapters/bulk/sources/retry-after.ts';
import { Side } from '../../../../../adapters/bulk/transfer/engine/outage.ts';
import {
  type RetryPolicy,
  retrying,
} from '../../../../../adapters/bulk/transfer/engine/retrying.ts';
import { ConnectionLost } from '../../../../../adapters/bulk/transfer/http/connection.ts';
import { S3Refusal } from '../../../../../adapters/bulk/transfer/s3/s3-refusal.ts';
import { TransientFault } from '../../../../../core/errors.ts';

const fault = () => new ConnectionLost('ECONNRESET', true);
const slowDown = () => new S3Refusal(503, 'SlowDown', 'Please reduce your request rate.');

const policy = (retries = 3): RetryPolicy & { pauses: number[] } => {
  const pauses: number[] = [];
  return { retries, random: () => 0.5, sleep: async (ms) => void pauses.push(ms), pauses };
};

const failing = (error: () => Error, count: number) => {
  let tries = 0;
  return async (): Promise<number> => {
    tries += 1;
    if (tries <= count) throw error();
    return tries;
  };
};

describe('a task that may pass', () => {
  it('is tried four times', async () => {
    expect(await retrying(policy(), failing(fault, 3))).toBe(4);
    await expect(retrying(policy(), failing(fault, 4))).rejects.toThrow('ECONNRESET');
  });

  it('waits for a random part of a doubling pause', async () => {
    const one = policy();
    await retrying(one, failing(fault, 3));
    expect(one.pauses).toEqual([50, 100, 200]);
  });

  it('is tried longer, and waits longer, when storage asks to slow down', async () => {
    const one = policy();
    expect(await retrying(one, failing(slowDown, 12))).toBe(13);
    expect(one.pauses.slice(0, 7)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  });

  it.each([
    ['5', 5_500],
    ['86400', 60_500],
    ['never', 500],
  ])(
    'waits as long as a busy source asks for, a minute at most: Retry-After: %s',
    async (said, ms) => {
      const one = policy();
      const context = { status: 429, ...retryAfterMs({ 'retry-after': said }) };
      await retrying(
        one,
        failing(() => new TransientFault('busy', { context }), 1),
      );
      expect(one.pauses).toEqual([ms]);
    },
  );

  it('is tried once with no retries', async () => {
    await expect(retrying(policy(0), failing(slowDown, 1))).rejects.toThrow('reduce');
  });

  it('is not begun again by a task around it', async () => {
    let tries = 0;
    const inner = policy(1);
    const task = () =>
      retrying(inner, async () => {
        tries += 1;
        throw fault();
      });
    await expect(retrying(policy(3), task)).rejects.toThrow('ECONNRESET');
    expect(tries).toBe(2);
  });
});

describe('a task whose server is away', () => {
  const aSide = (answers: () => boolean) =>
    new Side({ isVital: true, ask: async () => (answers() ? undefined : Promise.reject(fault())) });

  it('waits without using up a try, and says so once', async () => {
    let away = true;
    const side = aSide(() => !away);
    const waits: number[] = [];
    const one = {
      ...policy(0),
      patienceMs: 60_000,
      onWait: (change: number) => waits.push(change),
    };
    const attempts: number[] = [];
    await retrying(one, (attempt) =>
      side.watch(async () => {
        attempts.push(attempt);
        away = attempts.length < 4;
        if (away) throw fault();
      }),
    );
    expect([attempts, one.pauses.length, waits]).toEqual([[1, 1, 1, 1], 3, [1, -1]]);
  });

  it('uses up its tries when the server answers everybody else', async () => {
    const side = aSide(() => true);
    const one = { ...policy(2), patienceMs: 60_000 };
    let tries = 0;
    const task = () =>
      side.watch(async () => {
        tries += 1;
        throw fault();
      });
    await expect(retrying(one, task)).rejects.toThrow('ECONNRESET');
    expect(tries).toBe(3);
  });
});

describe('a task that failed for good', () => {
  it('is not tried again', async () => {
    await expect(
      retrying(
        policy(),
        failing(() => new S3Refusal(403, 'AccessDenied', 'no'), 1),
      ),
    ).rejects.toThrow('no');
  });
});
