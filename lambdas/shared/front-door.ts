import { createHash, timingSafeEqual } from 'node:crypto';
import { frontDoorHeaders } from '../../core/contract.ts';
import { NotAllowed } from '../../core/errors.ts';
import { envIfSet } from './environment.ts';
import { secretWords } from './secret-words.ts';

type Headers = Readonly<Record<string, string | undefined>>;

const wordsBySecret = new Map<string, ReturnType<typeof secretWords>>();

/**
 * The caller's address: what the front door says of a request that came through it, `direct` for
 * any other. Throws `NotAllowed` for a request that went around a front door that is the only way.
 */
export const callerAddress = async (
  headers: Headers = {},
  direct: string | undefined,
): Promise<string> => {
  const secretName = envIfSet('FRONT_DOOR_SECRET');
  const address = direct ?? 'unknown';
  if (secretName === undefined) return address;
  if (await cameThrough(headers, secretName)) return headers[frontDoorHeaders.address] ?? address;
  if (envIfSet('FRONT_DOOR_ONLY') === undefined) return address;
  throw new NotAllowed('This address of the API is closed. Use its public name.');
};

/** CloudFront sends the secret's whole text, which holds two words while one is being replaced. */
const cameThrough = async (headers: Headers, secretName: string): Promise<boolean> => {
  const given = headers[frontDoorHeaders.proof]?.split(/\s+/).filter((word) => word !== '') ?? [];
  if (given.length === 0) return false;
  const words = await knownWords(secretName);
  return given.some((word) => isAnyOf(words, word));
};

const knownWords = (secretName: string): Promise<readonly string[]> => {
  const words = wordsBySecret.get(secretName) ?? secretWords(secretName);
  wordsBySecret.set(secretName, words);
  return words();
};

const isAnyOf = (words: readonly string[], given: string): boolean =>
  words.some((word) => timingSafeEqual(digest(word), digest(given)));

const digest = (word: string): Buffer => createHash('sha256').update(word).digest();
