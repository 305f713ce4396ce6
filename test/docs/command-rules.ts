import { existsSync, readFileSync } from 'node:fs';
import type { Grammar } from '../../cli/command.ts';
import { parseWords } from '../../cli/parse-words.ts';
import { faultOfCdk } from './cdk-commands.ts';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
const { paths } = JSON.parse(readFileSync('docs/openapi.json', 'utf8'));

/** Scripts of the project that `keepsake init` writes. */
const projectScripts = ['deploy:first', 'deploy', 'synth'];

const routes: RegExp[] = Object.keys(paths).map(
  (route) => new RegExp(`^${route.replace(/\{[^}]+\}/g, '[^/?]+')}(\\?|$)`),
);

/** Words of a command as a shell reads them, without their quotes. */
export const shellWords = (command: string): string[] =>
  [...command.matchAll(/(?:[^\s'"]|'[^']*'|"(?:[^"\\]|\\.)*")+/g)].map(([word]) =>
    word.replace(/'([^']*)'|"((?:[^"\\]|\\.)*)"/g, (_all, single, double) => single ?? double),
  );

const faultOfKeepsake = (words: string[], { commands, everywhere }: Grammar): string[] => {
  const [verb = '', ...args] = words;
  if (['--help', '--version'].includes(verb) || verb.startsWith('<')) return [];
  const command = commands.get(verb);
  if (command === undefined) return [`keepsake has no verb ${verb}`];
  try {
    const { positionals } = parseWords(args, { ...everywhere, ...command.options });
    const [first = ''] = positionals;
    const isWord = command.words === undefined || command.words.includes(first);
    return isWord || first === '' ? [] : [`keepsake ${verb} has no word ${first}`];
  } catch (error) {
    return [`keepsake ${verb}: ${error}`];
  }
};

export const isScript = (name: string): boolean => name in scripts || projectScripts.includes(name);

const faultOfNpm = ([verb = '', name = '']: string[]): string[] => {
  if (verb !== 'run') return [];
  return isScript(name) ? [] : [`no script ${name}`];
};

const faultOfNode = (words: string[]): string[] => {
  const file = words.find((word) => /\.(m?[jt]s)$/.test(word));
  const own = ['upload.ts', 'server.mjs'];
  return file === undefined || own.includes(file) || existsSync(file) ? [] : [`no file ${file}`];
};

const faultOfCurl = (words: string[]): string[] => {
  const ours = words.flatMap(
    (word) => /^(?:\$API|https:\/\/api\.example\.com)(\/.*)$/.exec(word)?.[1] ?? [],
  );
  return ours
    .filter((path) => !routes.some((route) => route.test(path)))
    .map((path) => `the API has no ${path}`);
};

/** Tools that are not ours: a reader has them, and their words are their own. */
const foreign =
  /^(aws|npx|pip|apt-get|git|export|cd|for|do|done|env|psql|python|podman|docker|openssl|cat|pg_\w+|sudo|systemctl|rclone|jq|tr|while|eval)$/;

/** What is wrong with one command of a page, or nothing. */
export const faultsOf = (command: string, grammar: Grammar): string[] => {
  const words = shellWords(command).filter((word) => word !== '&&');
  while (/^[A-Z_]+=/.test(`${words[0]}`)) words.shift();
  if (words.length === 0) return [];
  if (words[0] === 'npx' && /^(--?y|keepsake$)/.test(`${words[1]}`)) words.shift();
  if (words[0] === 'npx' && words[1] === 'cdk') words.shift();
  const [tool = '', ...rest] = words;
  if (tool === 'cdk') return faultOfCdk(rest);
  if (tool === 'keepsake') return faultOfKeepsake(rest, grammar);
  if (tool === 'npm') return faultOfNpm(rest);
  if (tool === 'node') return faultOfNode(rest);
  if (tool === 'curl') return faultOfCurl(rest);
  return foreign.test(tool) || tool.startsWith('_') ? [] : [`nobody knows the tool ${tool}`];
};

/** One line for each command: what is quoted neither breaks a line nor a command. */
const withPlainQuotes = (code: string): string =>
  code.replace(/'[^']*'|"(?:[^"\\]|\\[\s\S])*"/g, (quoted) =>
    quoted.replace(/\n\s*/g, ' ').replace(/[|;>&]/g, '_'),
  );

/** The commands of a block: comments apart, continued lines joined, one for each `&&` and pipe. */
export const commandsIn = (code: string): string[] =>
  withPlainQuotes(code.replace(/(^|\s)#(\s.*)?$/gm, '').replace(/\\\n\s*/g, ' '))
    .split('\n')
    .flatMap((line) => line.split(/\s(?:&&|\|\||;)\s|\s\|\s|\s>\s.*$/))
    .map((line) => line.trim())
    .filter((line) => line !== '');
