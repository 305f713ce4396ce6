import { execFile, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FakeStorage } from './fake-storage.ts';

const project = fileURLToPath(new URL('../../../', import.meta.url));
const copy = mkdtempSync(path.join(tmpdir(), 'keepsake-new-source-'));
const touched = new Set<string>();

const write = (file: string, text: string): void => {
  touched.add(file);
  writeFileSync(path.join(copy, file), text);
};

const edit = (file: string, from: string, to: string): void => {
  const text = readFileSync(path.join(copy, file), 'utf8');
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
  write(file, text.replace(from, to));
};

/** A source of files that a text file names, one a line. */
const addSource = (): void => {
  edit(
    'core/bulk/model/source-plan.ts',
    "discriminatedUnion('kind', [",
    `discriminatedUnion('kind', [
  planOf('list', { file: z.string() }),`,
  );
  write(
    'adapters/bulk/sources/list.ts',
    `import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { SourceFile } from '../../../core/bulk/model/transfer.ts';
import type { FileSource } from '../../../core/bulk/ports.ts';
import { inspectTarget } from './disk-file.ts';
export class ListSource implements FileSource {
  readonly kind = 'list';
  readonly description: string;
  constructor(file: string) { this.description = file; }
  async *list(after?: string): AsyncGenerator<SourceFile[]> {
    const names = readFileSync(this.description, 'utf8').trim().split('\\n').sort();
    for (const name of names)
      if (after === undefined || basename(name) > after)
        yield [await inspectTarget(dirname(this.description), name)];
  }
  stat(path: string): Promise<SourceFile> { return inspectTarget(dirname(this.description), path); }
  async close(): Promise<void> {}
}
`,
  );
  write(
    'cli/bulk/sources/list.ts',
    `import path from 'node:path';
import { ListSource } from '../../../adapters/bulk/sources/list.ts';
import type { SourceEntry } from './source-entry.ts';
export const list: SourceEntry<'list'> = {
  example: 'list:///files.txt',
  recognizes: (operand) => operand.startsWith('list://'),
  options: {},
  plan: (operand) => {
    const options = { file: path.resolve(operand.slice(7)) };
    return { kind: 'list', description: operand, options };
  },
  open: async ({ source }) => new ListSource(source.options.file),
};
`,
  );
  edit(
    'cli/bulk/sources/all-sources.ts',
    'import { directory }',
    "import { list } from './list.ts';\nimport { directory }",
  );
  edit('cli/bulk/sources/all-sources.ts', '  directory,\n', '  directory,\n  list,\n');
};

let storage: FakeStorage;

beforeAll(async () => {
  for (const part of ['cli', 'client', 'core', 'adapters', 'package.json', 'tsconfig.json'])
    cpSync(path.join(project, part), path.join(copy, part), { recursive: true });
  symlinkSync(path.join(project, 'node_modules'), path.join(copy, 'node_modules'));
  addSource();
  storage = await FakeStorage.start();
});

afterAll(async () => {
  await storage.stop();
  rmSync(copy, { recursive: true, force: true });
});

describe('adding a source of bulk migrations', () => {
  it('touches four files, and the compiler asks for no other', () => {
    expect([...touched].sort()).toEqual([
      'adapters/bulk/sources/list.ts',
      'cli/bulk/sources/all-sources.ts',
      'cli/bulk/sources/list.ts',
      'core/bulk/model/source-plan.ts',
    ]);
    writeFileSync(
      path.join(copy, 'tsconfig.one.json'),
      JSON.stringify({ extends: './tsconfig.json', include: ['cli/main.ts', 'cli/bulk'] }),
    );
    const tsc = path.join(project, 'node_modules/.bin/tsc');
    const { stdout } = spawnSync(tsc, ['--noEmit', '-p', 'tsconfig.one.json'], { cwd: copy });
    expect(stdout.toString()).toBe('');
  });

  it('migrates, verifies and rolls back what the source lists', async () => {
    storage.here.files({ 'files.txt': 'a.jpg\nb.jpg\n', 'a.jpg': 'A', 'b.jpg': 'B' });
    const here = { cwd: storage.here.folder, env: { ...process.env, ...storage.here.env } };
    const main = path.join(copy, 'cli/main.ts');
    const run = async (line: string): Promise<string> => {
      const args = ['--no-warnings', main, ...line.split(' ')];
      return (await promisify(execFile)(process.execPath, args, here)).stdout;
    };
    const migrated = await run('migrate list://files.txt --to s3://bucket/old --json');
    expect(storage.objects).toEqual({ 'old/a.jpg': 'A', 'old/b.jpg': 'B' });
    const id = /bat_[\w-]+/.exec(migrated)?.[0] ?? 'none';
    await run(`verify ${id}`);
    await run(`rollback ${id} --apply --more-than-half`);
    expect(storage.objects).toEqual({});
  });
});
