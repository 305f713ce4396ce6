import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { CachedSecret } from '../../../adapters/aws/cached-secret.ts';
import { TransientFault } from '../../../core/errors.ts';
import { FixedClock } from '../../fakes/shared/fixed-clock.ts';

const pem = (): string =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  }) as string;
const [first, second] = [pem(), pem()];
const minute = 60_000;

/** A secret whose answers a test chooses, one after the other. */
const keyFrom = (...answers: (string | Error)[]) => {
  const clock = new FixedClock();
  const reads: number[] = [];
  const read = async () => {
    const answer = answers[Math.min(reads.push(clock.now().getTime()), answers.length) - 1] ?? '';
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const key = new CachedSecret({ read, parse: createPrivateKey, clock, maxAgeMinutes: 15 });
  return {
    clock,
    reads,
    current: async () => (await key.get()).export({ type: 'pkcs8', format: 'pem' }),
  };
};

describe('a cached private key', () => {
  it('is read once, however often it signs', async () => {
    const { clock, reads, current } = keyFrom(first, second);
    for (let used = 0; used < 3; used += 1) {
      expect(await current()).toBe(first);
      clock.advance(7 * minute);
    }
    expect(reads).toHaveLength(1);
  });

  it('is read again once it is old', async () => {
    const { clock, reads, current } = keyFrom(first, second);
    await current();
    clock.advance(15 * minute);
    expect(await current()).toBe(second);
    expect(reads).toHaveLength(2);
  });

  it('is read once for requests that come together', async () => {
    const { reads, current } = keyFrom(first);
    await Promise.all([current(), current(), current()]);
    expect(reads).toHaveLength(1);
  });

  it('signs on with the old key while the secret cannot be read, and asks again next time', async () => {
    const { clock, current } = keyFrom(first, new TransientFault('busy'), second);
    await current();
    clock.advance(15 * minute);
    expect([await current(), await current()]).toEqual([first, second]);
  });

  it('is not used any longer when reading it is forbidden', async () => {
    const { clock, current } = keyFrom(
      first,
      Object.assign(new Error('no'), { name: 'AccessDeniedException' }),
    );
    await current();
    clock.advance(15 * minute);
    await expect(current()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('does not remember a failure', async () => {
    const { current } = keyFrom(new TransientFault('busy'), first);
    await expect(current()).rejects.toMatchObject({ name: 'TransientFault' });
    expect(await current()).toBe(first);
  });

  it('does not repeat the secret when it is no key', async () => {
    const { current } = keyFrom('hunter2');
    const error = await current().catch((thrown: Error) => thrown);
    expect(String((error as Error).stack)).not.toContain('hunter2');
  });
});
