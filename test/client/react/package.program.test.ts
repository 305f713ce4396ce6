import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectFolder } from '../../../tools/local/project-folder.ts';
import { packFolder, unpackTarball } from '../../packages.ts';

const run = promisify(execFile);
const tool = (name: string, ...args: string[]) =>
  run(process.execPath, [join(projectFolder, 'node_modules/.bin', name), ...args]);

let folder: string;
let tarball: string;

const pack = async (builder: string): Promise<string> => {
  const built = join(folder, 'built');
  await run(process.execPath, [join(projectFolder, builder), built]);
  return packFolder(built, folder);
};

const install = (name: string, file: string, needs: readonly string[]) =>
  unpackTarball({ tarball: file, name, needs }, folder);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepsake-react-'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await install('@keepsake/client', await pack('client/build/main.ts'), []);
  tarball = await pack('react/build/main.ts');
  await install('@keepsake/react', tarball, ['react', '@types/react', 'csstype']);
});
afterAll(() => rm(folder, { recursive: true }));

describe('the packed package', () => {
  it('is small, and brings neither React, nor the client, nor sources', async () => {
    const installed = join(folder, 'node_modules/@keepsake/react');
    const files = await readdir(installed, { recursive: true });
    expect(files.filter((file) => /(?<!\.d)\.tsx?$/.test(file) || /client/.test(file))).toEqual([]);
    expect((await readFile(join(installed, 'index.js'))).length).toBeLessThan(8_000);
  });

  it('is in order for publint, suggestions included', async () => {
    const { stdout } = await tool('publint', 'run', '--strict', tarball);
    expect(stdout).toContain('All good!');
  });

  it('has types that Node and bundlers resolve', async () => {
    const checked = tool('attw', '--profile', 'esm-only', '--format', 'json', tarball);
    const { entrypoints } = JSON.parse((await checked).stdout).analysis;
    expect(Object.keys(entrypoints)).toEqual(['.', './package.json']);
  });

  it('has a page whose examples are typed as they are used', async () => {
    const readme = await readFile(join(folder, 'node_modules/@keepsake/react/README.md'), 'utf8');
    const blocks = [...readme.matchAll(/^```tsx\n([\s\S]*?)^```/gm)].map(([, code]) => `${code}`);
    expect(blocks).toHaveLength(2);
    const files = blocks.map((_, index) => `readme-${index}.tsx`);
    await Promise.all(
      files.map((file, index) => writeFile(join(folder, file), `${blocks[index]}`)),
    );
    const tsc = join(projectFolder, 'node_modules/typescript/bin/tsc');
    const options =
      '--noEmit --strict --skipLibCheck --module preserve --target es2022 --jsx react-jsx';
    const types = ['--lib', 'es2022,dom', '--types', 'react'];
    const { stdout } = await run(
      process.execPath,
      [tsc, ...options.split(' '), ...types, ...files],
      {
        cwd: folder,
      },
    ).catch(({ stdout }: { stdout: string }) => ({ stdout }));
    expect(stdout).toBe('');
  });
});
