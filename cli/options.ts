import type { ParseArgsConfig } from 'node:util';

type OptionTypes = NonNullable<ParseArgsConfig['options']>;

/** Options by name; `help` is one line of `--help`. */
export type Options = Readonly<
  Record<string, OptionTypes[string] & { help: string; value?: string }>
>;

/** The values parseArgs found. */
export type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
