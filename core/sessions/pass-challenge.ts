import { ChallengeNotPassed, TransientFault } from '../errors.ts';
import type { Caller } from './model/session.ts';
import type { Challenges } from './ports.ts';

/** Providers' answers have at most 2,048 characters. */
const longestAnswer = 2048;

type Deps = {
  challenges: Challenges;
  /** Lets requests pass while the provider does not answer. */
  letsPassWhenAway: boolean;
  /** Told when the provider does not answer. */
  onAway: () => void;
};

/**
 * Asks the challenge's provider whether a person has solved it. Throws `ChallengeNotPassed`, or
 * `TransientFault` where a provider that is away lets nobody pass.
 */
export const passChallenge = async (
  deps: Deps,
  { caller, answer }: { caller: Caller | undefined; answer: string | undefined },
): Promise<void> => {
  if (isTrusted(caller)) return;
  if (answer === undefined || answer === '')
    throw new ChallengeNotPassed('This request needs the answer to a challenge. Send it along.');
  const passed = answer.length <= longestAnswer && (await isPassed(deps, answer));
  if (!passed)
    throw new ChallengeNotPassed(
      'The challenge was not passed, or its answer was used before. Solve a new one.',
    );
};

/** Programs cannot solve a challenge: those that the stage trusts are not asked to. */
const isTrusted = (caller: Caller | undefined): boolean =>
  caller !== undefined && (caller.admin || caller.worker || caller.scopes !== undefined);

const isPassed = async (deps: Deps, answer: string): Promise<boolean> => {
  try {
    return await deps.challenges.isPassed(answer);
  } catch (error) {
    if (!(error instanceof TransientFault)) throw error;
    deps.onAway();
    if (deps.letsPassWhenAway) return true;
    throw error;
  }
};
