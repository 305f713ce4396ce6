import { InvalidInput } from '../../core/errors.ts';

const words: Readonly<Record<string, boolean>> = {
  true: true,
  t: true,
  1: true,
  yes: true,
  y: true,
  on: true,
  false: false,
  f: false,
  0: false,
  no: false,
  n: false,
  off: false,
};

/** A flag as older clients spell it (`True`, `1`); undefined if absent. Throws `InvalidInput`. */
export const flagOf = (
  fields: Readonly<Record<string, string | undefined>>,
  name: string,
): boolean | undefined => {
  const text = fields[name];
  if (text === undefined || text === '') return undefined;
  const word = text.toLowerCase();
  const value = Object.hasOwn(words, word) ? words[word] : undefined;
  if (value === undefined) throw InvalidInput.of(name, 'must be true or false');
  return value;
};
