import type { Described, Grammar } from '../command.ts';
import { exitCodesText } from '../exit-codes.ts';
import { flagsOf, type Options } from '../options.ts';

const environment = [
  ['KEEPSAKE_STAGE', 'the stage, as with --stage'],
  ['KEEPSAKE_JOURNAL', 'the journal of batches, as with --journal'],
  ['KEEPSAKE_TOKEN', 'an access token of an operator, for the verbs about a deployed stage'],
  ['AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL', 'as for every tool of AWS'],
] as const;

/** The manual page `keepsake.1`, made of the tables of verbs and options. */
export const manPage = ({ commands, everywhere }: Grammar, version: string): string =>
  [
    `.TH KEEPSAKE 1 "" "keepsake ${version}" "User Commands"`,
    '.SH NAME',
    'keepsake \\- move files into Keepsake, and look after a deployed stage',
    '.SH SYNOPSIS',
    '.B keepsake',
    '\\fIverb\\fP [\\fIoperands\\fP] [\\fIoptions\\fP]',
    '.br',
    '.B keepsake',
    `\\fIverb\\fP ${plain('--help')}`,
    '.SH VERBS',
    ...[...commands].flatMap(verbLines),
    '.SH OPTIONS OF EVERY VERB',
    ...optionLines(everywhere),
    '.SH EXIT STATUS',
    '.nf',
    ...exitCodesText.split('\n').slice(1).map(line),
    '.fi',
    '.SH ENVIRONMENT',
    ...environment.flatMap(([name, means]) => ['.TP', `.B ${plain(name)}`, line(means)]),
    '',
  ].join('\n');

/**
 * Text as roff in ASCII: no escapes of its own, hyphens that can be copied into a shell, and other
 * characters by their code points.
 */
const plain = (text: string): string =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/\P{ASCII}/gu, escapeCharacter);

const escapeCharacter = (character: string): string =>
  `\\[u${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}]`;

const verbLines = ([verb, { operands, summary, options, examples }]: [string, Described]) => [
  `.SS ${plain(`keepsake ${verb} ${operands}`.trim())}`,
  line(`${summary}.`),
  ...optionLines(options),
  '.PP',
  'Examples:',
  '.PP',
  '.nf',
  ...examples.map((example) => line(`    ${example}`)),
  '.fi',
];

/** A line of its own: a dot or a quote at its beginning would be a request. */
const line = (text: string): string => plain(text).replace(/^(?=[.'])/, '\\&');

const optionLines = (options: Options): string[] =>
  Object.entries(options).flatMap(([name, option]) => {
    const value = option.value ? ` \\fI${plain(option.value)}\\fP` : '';
    return ['.TP', `.B ${plain(flagsOf(name, option))}${value}`, line(option.help)];
  });
