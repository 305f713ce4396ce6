import type { Described } from '../command.ts';
import { exitCodesText } from '../exit-codes.ts';
import { type Options, usageOf } from '../options.ts';
import { globalOptions } from '../settings.ts';
import { loadGrammar } from './verbs.ts';

const optionLines = (options: Options): string =>
  Object.entries(options)
    .map(([name, option]) => `  ${usageOf(name, option).padEnd(30)} ${option.help}`)
    .join('\n');

/** Ends every help text. */
const commonHelp = `Everywhere\n${optionLines(globalOptions)}\n\n${exitCodesText}\n`;

/** `keepsake <verb> --help`. */
export const helpOf = (verb: string, { summary, operands, options, examples }: Described): string =>
  `keepsake ${verb} ${operands}\n  ${summary}\n\n${optionLines(options)}\n\n` +
  `${exampleLines(examples)}\n${commonHelp}`;

const exampleLines = (examples: readonly string[]): string =>
  `Examples\n${examples.map((example) => `  ${example}\n`).join('')}`;

/** Verbs whose usual line stands in the overview: a new project, a migration, a stage. */
const shownVerbs = ['init', 'migrate', 'health'];

/** `keepsake --help`. */
export const overview = async (): Promise<string> => {
  const { commands } = await loadGrammar();
  const lines = [...commands].map(
    ([verb, { operands, summary }]) => `  ${`${verb} ${operands}`.padEnd(34)} ${summary}`,
  );
  const examples = shownVerbs.flatMap((verb) => commands.get(verb)?.examples.slice(0, 1) ?? []);
  return (
    `keepsake <verb> …    keepsake <verb> --help\n\n${lines.join('\n')}\n\n` +
    `${exampleLines(examples)}\n${commonHelp}`
  );
};
