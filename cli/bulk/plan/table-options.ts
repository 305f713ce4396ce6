import { readFileSync } from 'node:fs';
import { suggestion } from '../../../core/shared/model/suggestion.ts';
import { CommandProblem } from '../../command-problem.ts';
import { textOf } from '../../option-values.ts';
import type { Options, Values } from '../../options.ts';

export const tablesOption = {
  tables: {
    type: 'string',
    value: 'file.json',
    help: 'postgres: several tables in one run, each a batch: a list of objects with options',
  },
} as const satisfies Options;

/**
 * The values of each table's command line: the entry's in `--tables` before those of the words.
 * Without the option, the words' alone. Throws `CommandProblem`; `options`: what entries may say.
 */
export const valuesOfTables = (values: Values, options: Options): Values[] => {
  const file = textOf(values, 'tables');
  if (file === undefined) return [values];
  const tables: Values[] = [];
  for (const [index, entry] of read(file).entries()) {
    const where = `--tables ${file}, entry ${index + 1}`;
    for (const [name, value] of Object.entries(entry)) assertOption(where, name, value, options);
    const merged = { ...values, ...(entry as Values) };
    assertNoStdin(merged);
    assertOnce(where, merged, tables);
    tables.push(merged);
  }
  return tables;
};

type Entry = Record<string, unknown>;

const read = (file: string): Entry[] => {
  const list = parsed(file, textIn(file));
  if (Array.isArray(list) && list.length > 0 && list.every(isEntry)) return list;
  throw new CommandProblem(
    `--tables ${file} is not a JSON list of objects such as {"table": "photos"}.`,
  );
};

/** Editors of Windows write a mark before the text. */
const parsed = (file: string, text: string): unknown => {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CommandProblem(`--tables ${file} is not JSON: ${why}.`, undefined, cause);
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

const isEntry = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const assertOption = (where: string, name: string, value: unknown, options: Options): void => {
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  if (!option)
    throw new CommandProblem(
      `${where}: no option '${name}'.${suggestion(name, Object.keys(options), '')}`,
    );
  if (!fits(option, value))
    throw new CommandProblem(`${where}: ${name} must be ${wanted(option)}.`);
};

/** True for a value that a command line could have given the option. */
const fits = (option: Options[string], value: unknown): boolean => {
  if (option.type === 'boolean') return typeof value === 'boolean';
  if (option.multiple) return Array.isArray(value) && value.every((one) => typeof one === 'string');
  return typeof value === 'string';
};

const wanted = ({ type, multiple }: Options[string]): string => {
  if (type === 'boolean') return 'true or false';
  return multiple ? 'a list of texts' : 'a text';
};

/** Stdin can be read once, and each table would read it. */
const assertNoStdin = (values: Values): void => {
  const reading = Object.keys(values).find(
    (name) => name.endsWith('-from') && [values[name]].flat().includes('-'),
  );
  if (reading !== undefined)
    throw new CommandProblem(`--${reading} - is read once: with --tables, name a file.`);
};

/** A column of files has one batch at a time: a second one would write its rows again. */
const assertOnce = (where: string, values: Values, earlier: readonly Values[]): void => {
  const { table, column } = values;
  const index = earlier.findIndex((one) => one.table === table && one.column === column);
  if (index >= 0)
    throw new CommandProblem(
      `${where}: ${String(table)}.${String(column)} is entry ${index + 1} already.`,
    );
};
