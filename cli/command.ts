import type { ParseArgsConfig } from 'node:util';
import type { Output } from './output.ts';
import type { Settings } from './settings.ts';

type OptionTypes = NonNullable<ParseArgsConfig['options']>;

/** Options by name; `help` is one line of `--help`. */
export type Options = Readonly<Record<string, OptionTypes[string] & { help: string; value?: string }>>;

/** The values parseArgs found. */
export type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

/** All a verb gets. */
export type Context = { positionals: readonly string[]; values: Values; settings: Settings; output: Output };

/** One verb. `run` answers the exit code. */
export type Command = {
  summary: string;
  /** What stands after the verb. */
  operands: string;
  /** Words of which one has to stand there first. */
  words?: readonly string[];
  options: Options;
  run(context: Context): Promise<number>;
};
