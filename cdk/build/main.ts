import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildConsole } from '../../lib/operations/console-build.ts';
import { bundle, functionNames } from '../../lib/shared/bundle/bundle.ts';
import { pictureLock } from '../../lib/shared/bundle/picture-code.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const target = process.argv[2] ?? join(root, 'dist', 'cdk');

const writeDeclarations = (): void => {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  execFileSync(
    process.execPath,
    [tsc, '-p', join(root, 'cdk', 'tsconfig.build.json'), '--outDir', target],
    { stdio: 'inherit' },
  );
};

const writeFunctions = (folder: string): void => {
  for (const name of functionNames()) bundle(name, folder);
  // esbuild's metafile, which a deployment does not need.
  rmSync(join(target, 'metafile.json'), { force: true });
};

/** The page of settings, whose links lead to pages that the package does not have. */
const settingsPage = (): string =>
  readFileSync(join(root, 'docs', 'settings.md'), 'utf8').replace(/\[([^\]]+)\]\([^)]+\)/g, '$1');

/**
 * Builds the package `@keepsake/cdk` into dist/cdk (or the folder that is named): the construct,
 * its types, the code of all functions and the console.
 */
const main = async (): Promise<void> => {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: { index: 'cdk/index.ts' },
    outdir: target,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    packages: 'external',
    logLevel: 'warning',
  });
  writeFunctions(join(target, 'functions'));
  cpSync(await buildConsole(), join(target, 'console'), { recursive: true });
  writeFileSync(join(target, 'picture-lock.json'), JSON.stringify(pictureLock()));
  writeDeclarations();
  writeFileSync(join(target, 'settings.md'), settingsPage());
  for (const file of ['cdk/package.json', 'cdk/README.md', 'LICENSE'])
    copyFileSync(join(root, file), join(target, basename(file)));
  process.stderr.write('@keepsake/cdk is built.\n');
};

await main();
