import { HttpChallenges } from '../../adapters/sessions/http-challenges.ts';
import { passChallenge } from '../../core/sessions/pass-challenge.ts';
import { count } from './counted.ts';
import { envIfSet, settings } from './environment.ts';
import type { Route } from './http.ts';
import { logger } from './observed.ts';
import { secretWords } from './secret-words.ts';

/** A route that people reach after a challenge; as it is in a stage without one. */
export const challenged = (route: Route): Route => {
  const secretName = envIfSet('CHALLENGE_SECRET');
  if (secretName === undefined) return route;
  const { challenge } = settings('challenge');
  if (!challenge) throw new Error('The stage has a secret for challenges, and no setting.');
  const { verifyUrl, header, timeoutSeconds, whenAway } = challenge;
  const words = secretWords(secretName);
  const secret = async () => (await words())[0];
  const deps = {
    challenges: new HttpChallenges({ verifyUrl, secret, timeoutMs: timeoutSeconds * 1000 }),
    letsPassWhenAway: whenAway === 'let pass',
    onAway: tellAway,
  };
  return async (request) => {
    await passChallenge(deps, { caller: request.caller, answer: request.headers?.[header] });
    return route(request);
  };
};

const tellAway = (): void => {
  count('ChallengesUnanswered');
  logger.warn('Provider of challenges did not answer');
};
