import { parseArgs } from 'node:util';
import { suggestion } from '../core/shared/model/suggestion.ts';
import { CommandProblem } from './command-problem.ts';
import { exitCodes } from './exit-codes.ts';
import { peerOption } from './help/peer-words.ts';
import type { Options, Values } from './options.ts';

/** The options and operands of a command line. Throws `CommandProblem`. */
export const parseWords = (
  args: readonly string[],
  options: Options,
): { values: Values; positionals: string[] } => {
  try {
    const words = joinDashed(args, options);
    return parseArgs({ args: words, options, allowPositionals: true }) as {
      values: Values;
      positionals: string[];
    };
  } catch (cause) {
    throw new CommandProblem(explained(cause, options), exitCodes.usage, cause);
  }
};

/** `--filter '- *.tmp'`: a value that begins with a dash and a space is not an option. */
const joinDashed = (args: readonly string[], options: Options): string[] => {
  const words: string[] = [];
  for (const word of args) {
    const last = words.at(-1);
    const takesValue = last?.startsWith('--') && options[last.slice(2)]?.type === 'string';
    if (takesValue && word.startsWith('- ')) words[words.length - 1] = `${last}=${word}`;
    else words.push(word);
  }
  return words;
};

const explained = (cause: unknown, options: Options): string => {
  const { code, message } = cause as NodeJS.ErrnoException;
  const [, name] = /^Unknown option '--([^']*)'/.exec(message) ?? [];
  if (code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION' || name === undefined) return message;
  const advice = isBulk(options) ? peerOption(name) : undefined;
  return `Unknown option '--${name}'.${advice ?? suggestion(name, Object.keys(options), '--')}`;
};

/** Verbs that peers have as well. */
const isBulk = (options: Options): boolean => Object.hasOwn(options, 'include');
