import { CachedSecret } from '../../adapters/aws/cached-secret.ts';
import { SecretsManagerSecret } from '../../adapters/aws/secrets-manager-secret.ts';
import { roleSigning } from './role-signing.ts';
import { clock } from './wiring.ts';

/** A secret that was replaced serves everywhere after these minutes. */
const maxAgeMinutes = 5;

/**
 * The words of a secret's text: one key, or two while one is being replaced. Throws for a text
 * without a key, because everyone can sign with an empty one.
 */
export const wordsOf = (secretName: string, text: string): [string, ...string[]] => {
  const [first, ...rest] = text.split(/\s+/).filter((word) => word !== '');
  if (first === undefined || [first, ...rest].some(isBarePrefix))
    throw new Error(`Secret ${secretName} holds no key. Put the provider's or endpoint's into it.`);
  return [first, ...rest];
};

/** The prefix of a key without the key, as `whsec_`. */
const isBarePrefix = (word: string): boolean => /^[a-z]+_$/.test(word);

/** Reads the words of a secret of Secrets Manager, at the first call and again every 5 minutes. */
export const secretWords = (secretName: string): (() => Promise<[string, ...string[]]>) => {
  const secret = new SecretsManagerSecret({ ...roleSigning(), secretId: secretName });
  const words = new CachedSecret({
    read: () => secret.read(),
    parse: (text) => wordsOf(secretName, text),
    clock: clock(),
    maxAgeMinutes,
  });
  return () => words.get();
};
