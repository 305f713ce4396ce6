import { CommandProblem } from './command-problem.ts';
import type { Values } from './options.ts';

/** The value of a text option. */
export const textOf = (values: Values, name: string): string | undefined => {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
};

/** The values of an option that may be given several times. */
export const textsOf = (values: Values, name: string): string[] => {
  const value = values[name];
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' ? [value] : [];
};

/** A whole number of at least `min`; throws `CommandProblem`. */
export const numberOf = (values: Values, name: string, min: number): number | undefined => {
  const text = textOf(values, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < min)
    throw new CommandProblem(`--${name} must be a whole number of at least ${min}, not '${text}'.`);
  return value;
};

/** One of the words an option knows; throws `CommandProblem`. */
export const oneOf = <Word extends string>(
  values: Values,
  name: string,
  words: readonly Word[],
): Word | undefined => {
  const text = textOf(values, name);
  if (text === undefined || words.includes(text as Word)) return text as Word | undefined;
  throw new CommandProblem(`--${name} must be one of ${words.join(', ')}, not '${text}'.`);
};

/** The one operand a verb takes; throws `CommandProblem`. */
export const operandOf = (positionals: readonly string[], what: string): string => {
  const [first, ...rest] = positionals;
  if (first !== undefined && rest.length === 0) return first;
  const count = rest.length > 0 ? `, not ${positionals.length}` : '';
  throw new CommandProblem(`Name one ${what}${count}.${targetIn(rest, what)}`);
};

/** Peers take `copy <source> <destination>`. */
const targetIn = ([second, ...more]: readonly string[], what: string): string =>
  what === 'source' && more.length === 0 && second?.startsWith('s3://')
    ? ` The destination is written --to ${second}.`
    : '';
