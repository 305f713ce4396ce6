import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { projectFolder } from '../../tools/local/project-folder.ts';
import { otherPages, ownPages, snippetsOf } from '../../tools/site/snippets.ts';
import { packages, snippetFolder } from './snippet-module.ts';

/** Names of a reader's own code that pages use without declaring them. */
const surroundings = `
import type { createClient } from '@keepsake/client/node';
declare global {
  const session: { token: () => Promise<string>; accessToken: () => Promise<string> };
  const file: File;
  const controller: AbortController;
  const bar: { show: (phase: string, share: number, waiting: unknown) => void };
  const workerToken: string;
  const operatorToken: string;
  const machineKey: string;
  const webhookSecret: string;
  const ownerId: string;
  const cartId: string;
  const files: { uploadId: string; role: string; required: boolean }[];
  const keepsake: ReturnType<typeof createClient>;
  const uploadId: string;
  const transcode: (path: string) => Promise<void>;
}
`;

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
  paths: Object.fromEntries(Object.entries(packages).map(([name, file]) => [name, [at(file)]])),
};

/** Blocks over our packages, and every block of the site's own pages. The rest is settings. */
const blocks = [
  ...ownPages.flatMap(snippetsOf),
  ...otherPages.flatMap(snippetsOf).filter(({ code }) => / from '@keepsake\//.test(code)),
].filter(({ language }) => ['ts', 'tsx'].includes(language));

it('blocks of TypeScript on every page have the types of our packages', () => {
  const folder = snippetFolder();
  const files = blocks.map(({ page, line, language, code }) => {
    const name = `${page.replace(/\W/g, '-')}-${line}.${language}`;
    writeFileSync(path.join(folder, name), `${code}\nexport {};\n`);
    return name;
  });
  writeFileSync(path.join(folder, 'surroundings.ts'), surroundings);
  files.push('surroundings.ts');
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
  const tsc = at('node_modules/typescript/bin/tsc');
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  expect(blocks.length).toBeGreaterThan(18);
  expect(stdout).toBe('');
});
