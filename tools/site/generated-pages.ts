import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Described, Grammar } from '../../cli/command.ts';
import { exitCodesText } from '../../cli/exit-codes.ts';
import { type Options, usageOf } from '../../cli/options.ts';
import { projectFolder } from '../local/project-folder.ts';
import { addressOf, type Page, sitePage } from './site-page.ts';

/** The command line's page, from the tables that it reads its words by. */
export const cliPage = ({ commands, everywhere }: Grammar): Page => ({
  title: 'Command line',
  description: 'Every verb of keepsake with its options and examples.',
  body: [
    'After this page you know every verb of `keepsake`, its options and its exit codes.',
    '`keepsake <verb> --help` and the manual page say the same.',
    ...[...commands].map(verbText),
    `## Options of every verb\n\n${optionTable(everywhere)}`,
    `## Exit codes\n\n\`\`\`text\n${exitCodesText.split('\n').slice(1).join('\n')}\n\`\`\`\n`,
  ].join('\n\n'),
});

const verbText = ([verb, { summary, operands, options, examples }]: [string, Described]): string =>
  `## ${verb}\n\n${sentence(summary)}\n\n\`\`\`sh\n${examples.join('\n')}\n\`\`\`\n\n` +
  `Operands: ${operands === '' ? 'none' : `\`${operands}\``}\n\n${optionTable(options)}`;

const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${plain(text.slice(1))}.`;

/** A text of the command line as Markdown: its marks are characters, its addresses are code. */
const plain = (text: string): string =>
  text
    .replace(/[|*_]/g, '\\$&')
    .replaceAll('<', '&lt;')
    .replace(/\b\w+:\/\/[^\s,;)]+/g, '`$&`');

const optionTable = (options: Options): string =>
  Object.keys(options).length === 0
    ? 'The verb has no options of its own.\n'
    : `| option | meaning |\n|---|---|\n${Object.entries(options)
        .map(([name, option]) => {
          const usage = usageOf(name, option).replaceAll('|', '\\|');
          return `| \`${usage}\` | ${plain(option.help)} |\n`;
        })
        .join('')}`;

/** Names of the files with events' schemas. */
export const schemaFiles = (): string[] =>
  readdirSync(path.join(projectFolder, 'docs/events')).sort();

/** The page of events' schemas. */
export const schemasPage = (): Page => ({
  title: 'Schemas of events',
  description: 'Every event that Keepsake sends or takes, as a JSON schema with an example.',
  body: [
    'After this page you can check an event, and generate code for one.',
    'Each schema is what [EventBridge’s schema registry takes](/reference/events/#schemas).',
    ...schemaFiles().map((file) => {
      const text = readFileSync(path.join(projectFolder, 'docs/events', file), 'utf8');
      const name = file.replace(/\.json$/, '');
      return `## ${name}\n\n[${file}](/events/${file})\n\n\`\`\`json\n${text.trim()}\n\`\`\`\n`;
    }),
  ].join('\n\n'),
});

/** The list of decisions. */
export const decisionsPage = (slugs: ReadonlyMap<string, string>): Page => ({
  title: 'Decisions',
  description: 'What was decided, between which choices, and why.',
  body: [...slugs]
    .filter(([source]) => source.startsWith('docs/decisions/'))
    .map(([source, slug]) => {
      const text = readFileSync(path.join(projectFolder, source), 'utf8');
      return `- [${sitePage(text, { source, slugs }).title}](${addressOf(slug)})`;
    })
    .join('\n'),
});
