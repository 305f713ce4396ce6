import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const target = process.argv[2] ?? join(root, 'dist', 'react');

const writeDeclarations = (): void => {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const project = join(root, 'react', 'tsconfig.build.json');
  execFileSync(process.execPath, [tsc, '-p', project, '--rootDir', root, '--outDir', target], {
    stdio: 'inherit',
  });
  // The client's own package has its types.
  rmSync(join(target, 'client'), { recursive: true, force: true });
};

/**
 * Builds the package `@keepsake/react` into dist/react (or the folder that is named): the hook and
 * the field, without the client and React, which a page has already.
 */
const main = async (): Promise<void> => {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: { index: 'react/index.ts' },
    outdir: target,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    packages: 'external',
    legalComments: 'none',
    logLevel: 'warning',
  });
  writeDeclarations();
  for (const file of ['react/package.json', 'react/README.md', 'LICENSE'])
    copyFileSync(join(root, file), join(target, basename(file)));
  process.stderr.write('@keepsake/react is built.\n');
};

await main();
