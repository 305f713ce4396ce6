import { readFileSync } from 'node:fs';
import { CommandProblem } from '../../command-problem.ts';
import { textOf } from '../../option-values.ts';
import type { Options, Values } from '../../options.ts';

/** Where the password of a database may come from, beside the environment. */
export const passwordOption = {
  'password-file': {
    type: 'string',
    value: 'file|-',
    help: "postgres: the password's file; - reads it from stdin",
  },
} as const satisfies Options;

/** Stdin can be read once, and a command opens its database twice. */
const known = new Map<string, string>();

/** The password an option names; `undefined` without it. Throws `CommandProblem`. */
export const filedPassword = (values: Values): string | undefined => {
  const file = textOf(values, 'password-file');
  if (file === undefined) return undefined;
  const password = known.get(file) ?? read(file);
  if (password === '') throw new CommandProblem(`--password-file ${file} holds no password.`);
  known.set(file, password);
  return password;
};

const read = (file: string): string => {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandProblem(`--password-file ${file} cannot be read (${code}).`);
  }
};
