import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Grammar, loadGrammar } from '../../cli/help/verbs.ts';
import { projectFolder } from '../../tools/local/project-folder.ts';
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
  ts: 'its types, below',
  tsx: 'its types, below',
  python: 'parsed below, run by backends.test.ts',
  js: 'parsed below, run by test/site',
  ruby: 'run by test/site',
  csv: 'read below',
};

describe('a block of code of the site’s own pages', () => {
  it('is in a language that is tried', () => {
    expect(own.filter(({ language }) => !(language in checks)).map(placeOf)).toEqual([]);
  });

  it('has the types of our packages', () => {
    // Inside of the project, so that packages are found, and where no other test looks for code.
    const scratch = path.join(projectFolder, '.keepsake');
    mkdirSync(scratch, { recursive: true });
    const folder = mkdtempSync(path.join(scratch, 'snippets-'));
    const files = of(own, 'ts', 'tsx').map((snippet, index) => {
      const name = `${path.basename(snippet.page, '.md')}-${snippet.line}-${index}.${snippet.language}`;
      writeFileSync(path.join(folder, name), `${snippet.code}\nexport {};\n`);
      return name;
    });
    const at = (file: string): string => path.join(projectFolder, file);
    const compilerOptions = {
      allowImportingTsExtensions: true,
      jsx: 'react-jsx',
      lib: ['es2024', 'dom', 'dom.iterable'],
      module: 'nodenext',
      noEmit: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: true,
      strict: true,
      target: 'es2024',
      types: ['node'],
      paths: {
        '@keepsake/client': [at('client/browser.ts')],
        '@keepsake/client/browser': [at('client/browser.ts')],
        '@keepsake/client/node': [at('client/node.ts')],
        '@keepsake/client/server': [at('client/server/server.ts')],
        '@keepsake/react': [at('react/index.ts')],
        '@keepsake/cdk': [at('cdk/index.ts')],
      },
    };
    writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
    const tsc = path.join(projectFolder, 'node_modules/typescript/bin/tsc');
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect(files.length).toBeGreaterThan(4);
    expect(stdout).toBe('');
  });

  it.each(of(own, 'python').map((snippet) => [placeOf(snippet), snippet] as const))(
    'is Python: %s',
    (_place, { code }) => {
      execFileSync('python3', ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'], {
        input: code,
      });
    },
  );

  it.each(of(own, 'js').map((snippet) => [placeOf(snippet), snippet] as const))(
    'is JavaScript: %s',
    (_place, { code }) => {
      execFileSync(process.execPath, ['--input-type=module', '--check'], { input: code });
    },
  );
});
