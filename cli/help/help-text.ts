import type { Command } from '../command.ts';
import { exitCodesText } from '../exit-codes.ts';
import type { Options } from '../options.ts';
import { globalOptions } from '../settings.ts';
import { shells } from './completion.ts';
import { loadGrammar } from './verbs.ts';

const optionLines = (options: Options): string =>
  Object.entries(options)
    .map(
      ([name, { value, help }]) =>
        `  ${`--${name}${value ? ` <${value}>` : ''}`.padEnd(30)} ${help}`,
    )
    .join('\n');

/** Ends every help text. */
const commonHelp = `Everywhere\n${optionLines(globalOptions)}\n\n${exitCodesText}\n`;

/** `keepsake <verb> --help`. */
export const helpOf = (verb: string, { summary, operands, options, examples }: Command): string =>
  `keepsake ${verb} ${operands}\n  ${summary}\n\n${optionLines(options)}\n\n` +
  `Examples\n${examples.map((example) => `  ${example}\n`).join('')}\n${commonHelp}`;

/** `keepsake --help`. */
export const overview = async (): Promise<string> => {
  const all: [string, Pick<Command, 'operands' | 'summary'>][] = [
    ...(await loadGrammar()).commands,
    ['completion', { operands: shells.join('|'), summary: 'completion for a shell, on stdout' }],
  ];
  const lines = all.map(
    ([verb, { operands, summary }]) => `  ${`${verb} ${operands}`.padEnd(34)} ${summary}`,
  );
  return `keepsake <verb> …    keepsake <verb> --help\n\n${lines.join('\n')}\n\n${commonHelp}`;
};
