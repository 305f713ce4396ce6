import { describe, expect, it } from '@jest/globals';
import { ChallengeNotPassed, TransientFault } from '../../../core/errors.ts';
import type { Caller } from '../../../core/sessions/model/session.ts';
import { passChallenge } from '../../../core/sessions/pass-challenge.ts';

const away = async (): Promise<boolean> => {
  throw new TransientFault('no answer');
};

type How = { isPassed?: (answer: string) => Promise<boolean>; letsPassWhenAway?: boolean };

const ask = async (
  given: { caller?: Caller; answer?: string },
  { isPassed = async (answer) => answer === 'solved', letsPassWhenAway = false }: How = {},
) => {
  const asked: string[] = [];
  let timesAway = 0;
  const challenges = {
    isPassed: (answer: string) => {
      asked.push(answer);
      return isPassed(answer);
    },
  };
  const outcome = await passChallenge(
    { challenges, letsPassWhenAway, onAway: () => timesAway++ },
    { caller: given.caller, answer: given.answer },
  ).then(
    () => 'passes',
    (error: Error) => error.name,
  );
  return { outcome, asked, timesAway };
};

const person: Caller = { ownerId: 'usr_1', admin: false, worker: false };

describe('a challenge for people', () => {
  it('is passed by the answer that the provider takes, and by no other', async () => {
    expect(await ask({ answer: 'solved' })).toMatchObject({ outcome: 'passes' });
    expect(await ask({ answer: 'wrong' })).toMatchObject({ outcome: ChallengeNotPassed.name });
  });

  it.each([
    ['no answer', undefined],
    ['an empty one', ''],
    ['one that is longer than any provider makes', 'a'.repeat(2049)],
  ])('refuses %s without asking the provider', async (_, answer) => {
    const told = await ask(answer === undefined ? {} : { answer });
    expect(told).toEqual({ outcome: 'ChallengeNotPassed', asked: [], timesAway: 0 });
  });

  it.each([
    [false, 'TransientFault'],
    [true, 'passes'],
  ])('while the provider is away and lets pass is %s: %s, and is told', async (lets, outcome) => {
    const told = await ask({ answer: 'solved' }, { isPassed: away, letsPassWhenAway: lets });
    expect(told).toMatchObject({ outcome, timesAway: 1 });
  });

  it('lets nobody pass without an answer while the provider is away', async () => {
    expect((await ask({}, { isPassed: away, letsPassWhenAway: true })).outcome).toBe(
      'ChallengeNotPassed',
    );
  });

  it.each<[string, Caller, string]>([
    ['an operator', { ...person, admin: true }, 'passes'],
    ['a worker', { ...person, worker: true }, 'passes'],
    ['a machine key', { ...person, scopes: 'orders:create' }, 'passes'],
    ['a signed-in user', person, 'ChallengeNotPassed'],
    ['a viewer', { ...person, viewer: true }, 'ChallengeNotPassed'],
    ['a session', { ...person, ownerId: 'ses_1' }, 'ChallengeNotPassed'],
  ])('%s without an answer: %s', async (_, caller, outcome) => {
    expect(await ask({ caller })).toEqual({ outcome, asked: [], timesAway: 0 });
  });
});
