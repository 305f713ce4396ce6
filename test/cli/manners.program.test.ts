import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { helpOf } from '../../cli/help/help-text.ts';
import { loadGrammar, verbs } from '../../cli/help/verbs.ts';
import { FakeStorage } from './bulk/fake-storage.ts';

let storage: FakeStorage;

beforeAll(async () => {
  storage = await FakeStorage.start();
  storage.here.files({ 'photos/a.jpg': 'A', 'photos/b.jpg': 'B' });
});
afterAll(() => storage.stop());

const run = (line: string) => storage.run(line);
const logged = (file: string): Record<string, unknown>[] =>
  readFileSync(path.join(storage.here.folder, file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('keepsake --version', () => {
  it('says the version of the package', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(await run('--version')).toMatchObject({ code: 0, stdout: `keepsake ${version}\n` });
  });
});

describe('a misspelt word', () => {
  it.each([
    ['migarte ./photos', 'Did you mean migrate?'],
    ['migrate ./photos --to s3://bucket/x --exlude *.tmp', 'Did you mean --exclude?'],
    ['verify bat_1 --compare', 'Did you mean --compare-source?'],
  ])('keepsake %s', async (line, message) => {
    const { code, stderr } = await run(line);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it.each([
    ['sync ./photos s3://bucket/x', 'Did you mean migrate?'],
    ['migrate ./photos s3://bucket/x', 'one source, not 2. The destination is written --to s3://b'],
    ['migrate ./photos --to s3://bucket/x --transfers 8', 'Say --concurrency'],
    ['migrate ./photos --to s3://bucket/x --acl public-read', "Say --set 'x-amz-acl: …'."],
    ['migrate ./photos --to s3://bucket/x --profile old', 'Set AWS_PROFILE'],
  ])('of rclone or the AWS CLI gets ours: keepsake %s', async (line, message) => {
    const { code, stderr } = await run(line);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  it('is not told to mean a word that is nothing like it', async () => {
    expect((await run('xyzzy')).stderr).not.toContain('Did you mean');
  });
});

describe('keepsake completion bash', () => {
  it('is a script that completes verbs, options and the words of a value', async () => {
    const { code, stdout } = await run('completion bash');
    expect(code).toBe(0);
    const complete = (words: string): string =>
      spawnSync(
        'bash',
        [
          '-c',
          `${stdout}\nCOMP_WORDS=(${words}); COMP_CWORD=$((${'$'}{#COMP_WORDS[@]}-1)); _keepsake; echo "${'$'}{COMPREPLY[@]}"`,
        ],
        { encoding: 'utf8' },
      ).stdout.trim();
    expect(complete('keepsake mig')).toBe('migrate');
    expect(complete('keepsake migrate --on-')).toBe('--on-conflict');
    expect(complete('keepsake migrate --on-conflict o')).toBe('overwrite');
  });
});

describe('keepsake completion zsh, fish', () => {
  it.each(['zsh', 'fish'])('%s: names every verb and option', async (shell) => {
    const { code, stdout } = await run(`completion ${shell}`);
    expect(code).toBe(0);
    for (const word of ['migrate', 'rollback', 'on-conflict', 'files-from'])
      expect(stdout).toContain(word);
    expect(stdout.split("'").length % 2).toBe(1);
  });

  it.each([
    ['zsh', "'register:register files in place\\: the old system serves"],
    ['zsh', "'completion:"],
    ['fish', "-a register -d 'register files in place: the old system serves"],
    ['fish', "'__fish_seen_subcommand_from completion' -f -a 'bash zsh fish'"],
  ])('%s: has each text as it is, and the words of each verb: %s', async (shell, text) => {
    expect((await run(`completion ${shell}`)).stdout).toContain(text);
  });

  it('refuses other shells', async () => {
    expect(await run('completion tcsh')).toMatchObject({ code: 2 });
  });
});

describe('keepsake --help', () => {
  it('has examples, of verbs that there are', async () => {
    const { stdout } = await run('--help');
    const [, examples = ''] = /\nExamples\n((?: {2}.+\n)+)/.exec(stdout) ?? [];
    expect(examples.match(/^ {2}keepsake \w+/gm)).toEqual(
      ['init', 'migrate', 'health'].map((verb) => `  keepsake ${verb}`),
    );
  });
});

describe('keepsake <verb> --help', () => {
  it.each([...Object.keys(verbs), 'completion'])(
    '%s: has an example of its own, and the short forms',
    async (verb) => {
      const described = (await loadGrammar()).commands.get(verb);
      const text = described && helpOf(verb, described);
      expect(text).toMatch(new RegExp(`\nExamples\n  keepsake ${verb}`));
      for (const flags of ['-v, --verbose', '-q, --quiet', '-h, --help'])
        expect(text).toContain(`\n  ${flags} `);
    },
  );

  it.each([
    ['migrate', 'migrate --help'],
    ['migrate', 'help migrate'],
    ['migrate', '-q migrate -h'],
    ['completion', 'completion --help'],
    ['completion', 'help completion'],
  ])('is the help of %s: keepsake %s', async (verb, line) => {
    const described = (await loadGrammar()).commands.get(verb);
    const stdout = described && helpOf(verb, described);
    expect(await run(line)).toMatchObject({ code: 0, stdout });
  });
});

describe('keepsake without a verb', () => {
  it.each(['-v', '-q', '--json'])('says what is missing: %s', async (line) => {
    const { code, stderr } = await run(line);
    expect([code, stderr]).toEqual([2, expect.stringContaining(`${line} needs a verb`)]);
    expect(stderr).toContain('keepsake --version');
  });
});

describe('keepsake migrate ./photos --to s3://bucket/old -q, -v, --log-file', () => {
  it('says nothing with -q but the result', async () => {
    const { code, stdout, stderr } = await run('migrate ./photos --to s3://bucket/q -q');
    expect([code, stderr, stdout]).toEqual([0, '', expect.stringContaining('completed')]);
  });

  it('says errors with -q', async () => {
    const { code, stderr } = await run('migrate ./nowhere --to s3://bucket/q -q');
    expect([code, stderr]).toEqual([2, expect.stringContaining('cannot be opened')]);
  });

  it('says each file with -v', async () => {
    const { stderr } = await run('migrate ./photos --to s3://bucket/v -v');
    const lines = stderr.match(/^transferred +1 B {2}.*$/gm)?.map((line) => line.slice(-5));
    expect(lines?.sort()).toEqual(['a.jpg', 'b.jpg']);
  });

  it('adds files, remarks and errors to the log, one JSON document a line', async () => {
    await run('migrate ./photos --to s3://bucket/log -q --log-file run.log');
    await run('migrate ./nowhere --to s3://bucket/log --log-file run.log');
    const lines = logged('run.log');
    expect(lines).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ path: 'a.jpg', status: 'transferred' }),
        expect.objectContaining({ message: expect.stringContaining('Batch bat_') }),
        expect.objectContaining({ level: 'error' }),
      ]),
    );
    for (const { time } of lines) expect(time).toMatch(/^\d{4}-.*Z$/);
  });
});
