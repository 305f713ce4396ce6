import { KeepsakeError } from '../core/errors.ts';
import { accessAdvice } from './access-advice.ts';
import { asCommandProblem } from './api-problem.ts';
import type { Command } from './command.ts';
import { CommandProblem } from './command-problem.ts';
import { completionScript, shells } from './completion.ts';
import { exitCodeOf, exitCodes, exitCodesText } from './exit-codes.ts';
import { followWrapper } from './follow-wrapper.ts';
import { asProxyProblem } from './network.ts';
import { textOf as textOption } from './option-values.ts';
import type { Options } from './options.ts';
import { Output } from './output.ts';
import { parseWords } from './parse-words.ts';
import { hideSecrets } from './secret-arguments.ts';
import { globalOptions, readSettings } from './settings.ts';
import { suggestion } from './suggestion.ts';
import { versionText } from './version.ts';

/** Verbs are loaded when they are called: `--help` waits for no SDK. */
const verbs: Readonly<Record<string, () => Promise<{ command: Command }>>> = {
  init: () => import('./project/commands/init.ts'),
  migrate: () => import('./bulk/commands/migrate.ts'),
  register: () => import('./bulk/commands/register.ts'),
  batches: () => import('./bulk/commands/batches.ts'),
  status: () => import('./bulk/commands/status.ts'),
  files: () => import('./bulk/commands/files.ts'),
  resume: () => import('./bulk/commands/resume.ts'),
  pause: () => import('./bulk/commands/pause.ts'),
  cancel: () => import('./bulk/commands/cancel.ts'),
  check: () => import('./bulk/commands/check.ts'),
  verify: () => import('./bulk/commands/verify.ts'),
  rollback: () => import('./bulk/commands/rollback.ts'),
  restore: () => import('./bulk/commands/restore.ts'),
  report: () => import('./bulk/commands/report.ts'),
  'export-uploads': () => import('./bulk/commands/export-uploads.ts'),
  doctor: () => import('./doctor/commands/doctor.ts'),
  orders: () => import('./operator/commands/orders.ts'),
  keys: () => import('./operator/commands/keys.ts'),
  webhooks: () => import('./operator/commands/webhooks.ts'),
  dlq: () => import('./operator/commands/dlq.ts'),
  reconcile: () => import('./operator/commands/reconcile.ts'),
  orphans: () => import('./operator/commands/orphans.ts'),
  integrity: () => import('./operator/commands/integrity.ts'),
  links: () => import('./operator/commands/links.ts'),
  find: () => import('./operator/commands/find.ts'),
  health: () => import('./operator/commands/health.ts'),
  stats: () => import('./operator/commands/stats.ts'),
  uploads: () => import('./operator/commands/uploads.ts'),
  jobs: () => import('./operator/commands/jobs.ts'),
  owners: () => import('./operator/commands/owners.ts'),
  export: () => import('./operator/commands/export.ts'),
  cleanup: () => import('./operator/commands/cleanup.ts'),
  config: () => import('./operator/commands/config.ts'),
};

const optionLines = (options: Options): string =>
  Object.entries(options)
    .map(
      ([name, { value, help }]) =>
        `  ${`--${name}${value ? ` <${value}>` : ''}`.padEnd(30)} ${help}`,
    )
    .join('\n');

/** Ends every help text. */
const commonHelp = `Everywhere\n${optionLines(globalOptions)}\n\n${exitCodesText}\n`;

const helpOf = (verb: string, { summary, operands, options, examples }: Command): string =>
  `keepsake ${verb} ${operands}\n  ${summary}\n\n${optionLines(options)}\n\n` +
  `Examples\n${examples.map((example) => `  ${example}\n`).join('')}\n${commonHelp}`;

const loadAll = async (): Promise<Map<string, Command>> => {
  const loaded = Object.entries(verbs).map(
    async ([verb, load]) => [verb, (await load()).command] as const,
  );
  return new Map(await Promise.all(loaded));
};

const overview = async (): Promise<string> => {
  const all: [string, Pick<Command, 'operands' | 'summary'>][] = [
    ...(await loadAll()),
    ['completion', { operands: shells.join('|'), summary: 'completion for a shell, on stdout' }],
  ];
  const lines = all.map(
    ([verb, { operands, summary }]) => `  ${`${verb} ${operands}`.padEnd(34)} ${summary}`,
  );
  return `keepsake <verb> …    keepsake <verb> --help\n\n${lines.join('\n')}\n\n${commonHelp}`;
};

const load = async (verb: string): Promise<Command> => {
  const found = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (!found)
    throw new CommandProblem(
      `There is no verb '${verb}'.${suggestion(verb, Object.keys(verbs))} One of: ` +
        `${Object.keys(verbs).join(', ')}.`,
    );
  return (await found()).command;
};

const assertWord = (verb: string, { words }: Command, first: string | undefined): void => {
  if (words && (first === undefined || !words.includes(first)))
    throw new CommandProblem(`keepsake ${verb} needs one of: ${words.join(', ')}.`);
};

const isHelp = (word: string | undefined): boolean =>
  word === '--help' || word === '-h' || word === 'help';

const isGlobal = (name: string): name is keyof typeof globalOptions =>
  Object.hasOwn(globalOptions, name);

/** How many words the global option at the beginning takes; 0 where there is none. */
const wordsOfOption = ([word = '']: readonly string[]): number => {
  const [name = '', value] = word.startsWith('--') ? word.slice(2).split('=', 2) : [];
  if (!isGlobal(name)) return 0;
  return globalOptions[name].type === 'string' && value === undefined ? 2 : 1;
};

/** The verb first: `keepsake --local orders` means `keepsake orders --local`. */
const verbFirst = (words: readonly string[]): readonly string[] => {
  let start = 0;
  for (let taken = 1; taken > 0; start += taken) taken = wordsOfOption(words.slice(start));
  const [verb, ...rest] = words.slice(start);
  return verb === undefined || isHelp(words[0]) ? words : [verb, ...words.slice(0, start), ...rest];
};

/** Answers that need no verb; `undefined` for a verb. */
const answerOf = async (words: readonly string[]): Promise<string | undefined> => {
  const [verb, shell] = words;
  if (isHelp(verb)) return overview();
  if (verb === '--version') return `${versionText()}\n`;
  if (verb !== 'completion') return undefined;
  return completionScript(shell, { commands: await loadAll(), everywhere: globalOptions });
};

/** Takes the error of a command whose options were read; errors before go to a plain one. */
let output = new Output(process, { json: false });

const run = async (words: readonly string[]): Promise<number> => {
  const [verb, ...args] = verbFirst(words);
  if (verb === undefined) {
    process.stdout.write(await overview());
    return exitCodes.usage;
  }
  const answer = await answerOf(words);
  if (answer !== undefined) {
    process.stdout.write(answer);
    return exitCodes.done;
  }
  const command = await load(verb);
  const { values, positionals } = parseWords(args, { ...globalOptions, ...command.options });
  if (positionals.length > 0 || values.help !== true) assertWord(verb, command, positionals[0]);
  if (values.help === true) {
    process.stdout.write(helpOf(verb, command));
    return exitCodes.done;
  }
  output = new Output(process, {
    json: values.json === true,
    isQuiet: values.quiet === true,
    isVerbose: values.verbose === true,
    logFile: textOption(values, 'log-file'),
  });
  return command.run({ positionals, values, settings: readSettings(values, process.env), output });
};

const isOurs = (error: unknown): error is KeepsakeError | CommandProblem =>
  error instanceof KeepsakeError || error instanceof CommandProblem;

const textOf = (error: unknown): string => {
  if (isOurs(error)) return error.message;
  return accessAdvice(error) ?? String(error instanceof Error ? error.stack : error);
};

/** An error for programs: the message for people, with a name and an exit code. */
const problemOf = (error: unknown) => {
  const name = isOurs(error) ? error.name : 'Unexpected';
  const message =
    isOurs(error) || !(error instanceof Error)
      ? textOf(error)
      : (accessAdvice(error) ?? error.message);
  return { error: { name, message, exitCode: exitCodeOf(error) } };
};

/** Asked for in words, though they may not have come to be parsed. */
const wantsJson = (args: readonly string[]): boolean => args.includes('--json');

const explain = (thrown: unknown): number => {
  const error = asProxyProblem(asCommandProblem(thrown));
  const args = process.argv.slice(2);
  output.fail(wantsJson(args) ? JSON.stringify(problemOf(error)) : `keepsake: ${textOf(error)}`);
  return exitCodeOf(error);
};

followWrapper();

const exposed = hideSecrets(process.argv.slice(2));

// A closed terminal must not end the process: transfers in flight still finish.
process.stderr.on('error', () => undefined);

// `keepsake … | head` closes the pipe. A closed pipe must not print a stack trace.
process.stdout.on('error', (error: NodeJS.ErrnoException) =>
  process.exit(error.code === 'EPIPE' ? 0 : 1),
);

if (exposed) output.say(exposed);

process.exitCode = await run(process.argv.slice(2)).catch(explain);
