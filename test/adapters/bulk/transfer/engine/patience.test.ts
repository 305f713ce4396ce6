import { beforeEach, describe, expect, it } from '@jest/globals';
import { Patience } from '../../../../../adapters/bulk/transfer/engine/patience.ts';
import { InvalidInput, TransientFault } from '../../../../../core/errors.ts';

const lost = (): TransientFault =>
  new TransientFault('It is away.', { context: { code: 'EPIPE' } });

let isAway: boolean;
let asked: number;
let said: boolean[];

beforeEach(() => {
  [isAway, asked, said] = [false, 0, []];
});

const request = async (): Promise<string> => {
  asked += 1;
  if (isAway) throw lost();
  return 'here';
};

/** The server is back after so many pauses. */
const patient = (pauses: number, patienceMs = 60_000): Patience => {
  let left = pauses;
  const sleep = async (): Promise<void> => {
    left -= 1;
    if (left <= 0) isAway = false;
  };
  return new Patience({ patienceMs, sleep, onWait: (isWaiting) => said.push(isWaiting) });
};

describe('patience with a server', () => {
  it('waits for one that answered before, and says when that begins and ends', async () => {
    const ask = patient(20).with(request);
    await ask(request);
    isAway = true;
    expect(await Promise.all([ask(request), ask(request)])).toEqual(['here', 'here']);
    expect(said).toEqual([true, false]);
  });

  it('does not wait for one that never answered', async () => {
    isAway = true;
    await expect(patient(20).with(request)(request)).rejects.toThrow('It is away.');
    expect([asked, said]).toEqual([1, []]);
  });

  it('throws what the request threw once the patience ends', async () => {
    const ask = patient(Number.POSITIVE_INFINITY, 1).with(request);
    await ask(request);
    isAway = true;
    await expect(ask(request)).rejects.toThrow('It is away.');
    expect(said.at(-1) ?? false).toBe(false);
  });

  it('throws a refusal at once', async () => {
    const ask = patient(1).with(request);
    await ask(request);
    const refused = InvalidInput.of('database', 'There is no such column.');
    await expect(ask(() => Promise.reject(refused))).rejects.toBe(refused);
  });

  it('ends the waiting when it is interrupted', async () => {
    const patience = patient(Number.POSITIVE_INFINITY);
    const ask = patience.with(request);
    await ask(request);
    isAway = true;
    const waiting = ask(request);
    patience.interrupt();
    await expect(waiting).rejects.toMatchObject({ name: 'Interrupted' });
  });
});
