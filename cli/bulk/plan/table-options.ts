import { readFileSync } from 'node:fs';
import { CommandProblem } from '../../command-problem.ts';
import { textOf } from '../../option-values.ts';
import type { Options, Values } from '../../options.ts';
import { suggestion } from '../../suggestion.ts';

export const tablesOption = {
  tables: {
    type: 'string',
    value: 'file.json',
    help: 'postgres: several tables in one run, each a batch: a list of objects with options',
  },
} as const satisfies Options;

type Entry = Record<string, unknown>;

const isEntry = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const textIn = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new CommandProblem(`--tables ${file} cannot be read (${code}).`, undefined, cause);
  }
};

const read = (file: string): Entry[] => {
  const list = parsed(textIn(file));
  if (Array.isArray(list) && list.length > 0 && list.every(isEntry)) return list;
  throw new CommandProblem(
    `--tables ${file} is not a JSON list of objects such as {"table": "photos"}.`,
  );
};

/** True for a value that a command line could have given the option. */
const fits = (option: Options[string], value: unknown): boolean => {
  if (option.type === 'boolean') return typeof value === 'boolean';
  if (option.multiple) return Array.isArray(value) && value.every((one) => typeof one === 'string');
  return typeof value === 'string';
};

const wanted = ({ type, multiple }: Options[string]): string =>
  type === 'boolean' ? 'true or false' : multiple ? 'a list of texts' : 'a text';

const assertOption = (where: string, name: string, value: unknown, options: Options): void => {
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  if (!option)
    throw new CommandProblem(
      `${where}: no option '${name}'.${suggestion(name, Object.keys(options), '')}`,
    );
  if (!fits(option, value))
    throw new CommandProblem(`${where}: ${name} must be ${wanted(option)}.`);
};

/** Stdin can be read once, and each table would read it. */
const assertNoStdin = (values: Values): void => {
  const reading = Object.keys(values).find(
    (name) => name.endsWith('-from') && [values[name]].flat().includes('-'),
  );
  if (reading !== undefined)
    throw new CommandProblem(`--${reading} - is read once: with --tables, name a file.`);
};

/**
 * The values of each table's command line: the entry's in `--tables` before those of the words.
 * Without the option, the words' alone. Throws `CommandProblem`; `options`: what entries may say.
 */
export const valuesOfTables = (values: Values, options: Options): Values[] => {
  const file = textOf(values, 'tables');
  if (file === undefined) return [values];
  return read(file).map((entry, index) => {
    const where = `--tables ${file}, entry ${index + 1}`;
    for (const [name, value] of Object.entries(entry)) assertOption(where, name, value, options);
    const merged = { ...values, ...(entry as Values) };
    assertNoStdin(merged);
    return merged;
  });
};
