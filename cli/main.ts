import { KeepsakeError } from '../core/errors.ts';
import { suggestion } from '../core/shared/model/suggestion.ts';
import { accessAdvice } from './access-advice.ts';
import { asCommandProblem, asMissingBucket } from './api-problem.ts';
import type { Command } from './command.ts';
import { CommandProblem } from './command-problem.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { followWrapper } from './follow-wrapper.ts';
import { completion, completionScript } from './help/completion.ts';
import { helpOf, overview } from './help/help-text.ts';
import { peerVerb } from './help/peer-words.ts';
import { loadGrammar, verbs } from './help/verbs.ts';
import { asProxyProblem } from './network.ts';
import { textOf as textOption } from './option-values.ts';
import type { Options } from './options.ts';
import { Output } from './output.ts';
import { parseWords } from './parse-words.ts';
import { hideSecrets } from './secret-arguments.ts';
import { globalOptions, readSettings } from './settings.ts';
import { versionText } from './version.ts';

const load = async (verb: string): Promise<Command> => {
  const found = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (verb.startsWith('-'))
    throw new CommandProblem(
      `${verb} needs a verb: keepsake --help lists them. keepsake --version says the version.`,
    );
  if (!found) {
    const all = Object.keys(verbs);
    const meant = peerVerb(verb) ?? suggestion(verb, all);
    throw new CommandProblem(`There is no verb '${verb}'.${meant} One of: ${all.join(', ')}.`);
  }
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

const shortOptions = Object.values<Options[string]>(globalOptions).map(({ short }) => `-${short}`);

/** How many words the global option at the beginning takes; 0 where there is none. */
const wordsOfOption = ([word]: readonly string[]): number => {
  if (word === undefined) return 0;
  if (shortOptions.includes(word)) return 1;
  const [name, value] = word.startsWith('--') ? word.slice(2).split('=', 2) : [];
  if (name === undefined || !isGlobal(name)) return 0;
  return globalOptions[name].type === 'string' && value === undefined ? 2 : 1;
};

/**
 * The verb first: `keepsake --local orders` means `keepsake orders --local`, and `keepsake help
 * orders` means `keepsake orders --help`.
 */
const verbFirst = (words: readonly string[]): readonly string[] => {
  const [first, second] = words;
  if (isHelp(first))
    return second === undefined || second.startsWith('-') ? words : [second, '--help'];
  let start = 0;
  for (let taken = 1; taken > 0; start += taken) taken = wordsOfOption(words.slice(start));
  const [verb, ...rest] = words.slice(start);
  return verb === undefined ? words : [verb, ...words.slice(0, start), ...rest];
};

/** Answers that need no verb; `undefined` for a verb. */
const answerOf = async (words: readonly string[]): Promise<string | undefined> => {
  const [verb, ...args] = words;
  if (isHelp(verb)) return overview();
  if (verb === '--version') return `${versionText()}\n`;
  if (verb !== 'completion') return undefined;
  if (args.some(isHelp)) return helpOf(verb, completion);
  return completionScript(
    args.find((word) => !word.startsWith('-')),
    await loadGrammar(),
  );
};

/** Takes the error of a command whose options were read; errors before go to a plain one. */
let output = new Output(process, { json: false });

const run = async (words: readonly string[]): Promise<number> => {
  const [verb, ...args] = verbFirst(words);
  if (verb === undefined) {
    process.stdout.write(await overview());
    return exitCodes.usage;
  }
  const answer = await answerOf([verb, ...args]);
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
  return { error: { name, message: messageOf(error), exitCode: exitCodeOf(error) } };
};

/** Like `textOf`, without a stack. */
const messageOf = (error: unknown): string => {
  if (isOurs(error) || !(error instanceof Error)) return textOf(error);
  return accessAdvice(error) ?? error.message;
};

/** Asked for in words, though they may not have come to be parsed. */
const wantsJson = (args: readonly string[]): boolean => args.includes('--json');

const explain = (thrown: unknown): number => {
  const error = asMissingBucket(asProxyProblem(asCommandProblem(thrown)));
  const args = process.argv.slice(2);
  output.fail(wantsJson(args) ? JSON.stringify(problemOf(error)) : `keepsake: ${textOf(error)}`);
  return exitCodeOf(error);
};

followWrapper();

const exposed = hideSecrets(process.argv.slice(2));

// A closed terminal must not end the process: transfers in flight still finish.
process.stderr.on('error', () => undefined);

// `keepsake … | head` closes the pipe: no reader waits for more. A full disk is an error.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  if (code === 'EPIPE') process.exit(exitCodes.unread);
  output.fail(`keepsake: The results cannot be written (${code}).`);
  process.exit(exitCodes.unexpected);
});

if (exposed) output.say(exposed);

process.exitCode = await run(process.argv.slice(2)).catch(explain);
