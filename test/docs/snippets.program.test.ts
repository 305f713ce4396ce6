import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Grammar } from '../../cli/command.ts';
import { loadGrammar } from '../../cli/help/verbs.ts';
import { otherPages, ownPages, type Snippet, snippetsOf } from '../../tools/site/snippets.ts';
import { commandsIn, faultsOf } from './command-rules.ts';

let grammar: Grammar;
beforeAll(async () => {
  grammar = await loadGrammar();
});

const own = ownPages.flatMap(snippetsOf);
const every = [...own, ...otherPages.flatMap(snippetsOf)];
const placeOf = ({ page, line }: Snippet): string => `${page}:${line}`;
const of = (snippets: Snippet[], ...languages: string[]) =>
  snippets.filter(({ language }) => languages.includes(language));

describe('every command of a page', () => {
  const commands = of(every, 'sh').flatMap((snippet) =>
    commandsIn(snippet.code).map((command) => ({ place: placeOf(snippet), command })),
  );

  it('is looked for', () => {
    expect(commands.length).toBeGreaterThan(150);
  });

  it('is one that its tool takes: verbs, options, scripts and routes', () => {
    const wrong = commands.flatMap(({ place, command }) =>
      faultsOf(command, grammar).map((fault) => `${place}: ${fault}`),
    );
    expect(wrong).toEqual([]);
  });

  it.each([
    'keepsake migrat ./a',
    'npx keepsake migrate ./a --too s3://b/c',
    'keepsake orders lst',
    'npm run deply',
    'node tools/nowhere.ts',
    'curl "$API/order"',
    'stripe listen',
    'npx cdk diff --all -c stage=prod',
    'cdk undeploy',
  ])('is found wrong: %s', (command) => {
    expect(faultsOf(command, grammar)).toHaveLength(1);
  });
});

/** How the blocks of each language of the site's own pages are tried, and where. */
const checks: Readonly<Record<string, string>> = {
  sh: 'above',
  ts: 'snippet-types.program.test.ts; routes are run by backends.program.test.ts',
  tsx: 'snippet-types.program.test.ts',
  python: 'parsed below, run by backends.program.test.ts',
  js: 'parsed below, run by test/site',
  ruby: 'run by test/site',
  csv: 'read below',
};

describe('a block of code of the site’s own pages', () => {
  it('is in a language that is tried', () => {
    expect(own.filter(({ language }) => !(language in checks)).map(placeOf)).toEqual([]);
  });

  it.each(of(every, 'python').map((snippet) => [placeOf(snippet), snippet] as const))(
    'is Python: %s',
    (_place, { code }) => {
      execFileSync('python3', ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'], {
        input: code,
      });
    },
  );

  it.each(of(every, 'js').map((snippet) => [placeOf(snippet), snippet] as const))(
    'is JavaScript: %s',
    (_place, { code }) => {
      execFileSync(process.execPath, ['--input-type=module', '--check'], { input: code });
    },
  );
});
