import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { type Answer, answersFile } from './answers.ts';

// Writes answers.json anew: `node test/core/bulk/model/rclone/ask-rclone.ts <rclone>`, 20 seconds.
const [rclone = 'rclone'] = process.argv.slice(2);

const names = [
  ...['a', 'b', 'A', 'ab', 'a.jpg', 'b.jpg', 'ab.JPG', 'img_1.jpg', '.a', '.jpg', '1', '12', '_'],
  ...['c d', 'a-b', '[x]', '{a}', 'x*y', 'a,b', 'a+b', '!a', '^', '$', ']', '-', '#c', "'q'"],
  ...['ä', 'é.jpg', '日本', '😀', 'a\\b', 'private'],
];

const pieces = [
  ...['a', 'b', '.jpg', 'ab', 'ä', 'private', '12', 'A', '.', '_', '-', '+', '|', '^', '$', '()'],
  ...['*', '*', '*', '**', '?', '/', '/', '**/', '/**', '/*', '***', '#', '!', '\\*', '\\[', '\\{'],
  ...['[a-c]', '[^a]', '[!a]', '[[:alpha:]]', '[[:digit:]]', '[a-]', '[é-ü]', '[.]', '[*]', '[a'],
  ...['{a,b}', '{*.jpg,b}', '{a,b/c}', '{,a}', '{[ab],c}', '{a*,b?}', '{a}', '{a,{b,c}}', '}', '{'],
];

const oneOf = (texts: readonly string[]) => fc.constantFrom(...texts);
const pattern = fc
  .tuple(oneOf(['', '', '', '/']), fc.array(oneOf(pieces), { minLength: 1, maxLength: 3 }))
  .map(([root, parts]) => root + parts.join(''));
const patterns = fc.array(pattern, { minLength: 1, maxLength: 2 });
const rules = fc.array(
  fc.tuple(oneOf(['+ ', '- ']), pattern).map((parts) => parts.join('')),
  { minLength: 1, maxLength: 4 },
);
const question = fc.tuple(
  fc.oneof(
    fc.record({ include: patterns }),
    fc.record({ exclude: patterns }),
    fc.record({ filter: rules }),
  ),
  oneOf(['', '', 'ignoreCase']).map((option) =>
    option === '' ? {} : { ignoreCase: true as const },
  ),
);

const paths = [
  ...new Set(
    fc
      .sample(fc.array(oneOf(names), { minLength: 1, maxLength: 4 }), { numRuns: 100, seed: 1 })
      .map((parts) => parts.join('/')),
  ),
];

/** Leaves out the paths that are folders of others. */
const writeTree = (folder: string): string[] =>
  paths.filter((each) => {
    if (paths.some((other) => other.startsWith(`${each}/`))) return false;
    mkdirSync(path.dirname(path.join(folder, each)), { recursive: true });
    writeFileSync(path.join(folder, each), '');
    return true;
  });

const ask = (folder: string, files: string[], asked: Omit<Answer, 'chosen'>): Answer => {
  const { ignoreCase, ...lists } = asked;
  const flags = Object.entries(lists).flatMap(([option, globs]) =>
    globs.map((glob) => `--${option}=${glob}`),
  );
  const words = ['lsf', '-R', '--files-only', ...flags, ...(ignoreCase ? ['--ignore-case'] : [])];
  const { status, stdout } = spawnSync(rclone, [...words, folder], { encoding: 'utf8' });
  const chosen = new Set(stdout.split('\n'));
  const marks = files.map((file) => (chosen.has(file) ? '1' : '0')).join('');
  return { ...asked, chosen: status === 0 ? marks : 'refused' };
};

const folder = mkdtempSync(path.join(tmpdir(), 'ask-rclone-'));
const files = writeTree(folder);
const answers = fc
  .sample(question, { numRuns: 400, seed: 2 })
  .map(([lists, options]) => ask(folder, files, { ...lists, ...options }));
rmSync(folder, { recursive: true });
const version = execFileSync(rclone, ['version'], { encoding: 'utf8' }).split('\n')[0];
const lines = answers.map((answer) => JSON.stringify(answer)).join(',\n');
writeFileSync(
  answersFile,
  `{"rclone":"${version}",\n"paths":${JSON.stringify(files)},\n"answers":[\n${lines}\n]}\n`,
);
