import type { ParseArgsConfig } from 'node:util';

type OptionTypes = NonNullable<ParseArgsConfig['options']>;

/** Options by name; `help` is one line of `--help`. */
export type Options = Readonly<
  Record<string, OptionTypes[string] & { help: string; value?: string }>
>;

/** An option as it is typed, e.g. `-v, --verbose`. */
export const flagsOf = (name: string, { short }: Options[string]): string =>
  short === undefined ? `--${name}` : `-${short}, --${name}`;

/** An option with what it takes, e.g. `--stage <name>`. */
export const usageOf = (name: string, option: Options[string]): string =>
  option.value === undefined ? flagsOf(name, option) : `${flagsOf(name, option)} <${option.value}>`;

/** The values parseArgs found. */
export type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
