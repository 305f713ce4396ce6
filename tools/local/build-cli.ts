import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { manPage } from '../../cli/help/man-page.ts';
import { loadGrammar } from '../../cli/help/verbs.ts';
import { projectFolder } from './project-folder.ts';

// Without a folder, the build lies in the repository's `dist`. With one, the folder becomes the
// package `keepsake`: the command line alone, without dependencies, because the bundle has them.
const [packageFolder] = process.argv.slice(2);
const outdir = path.join(packageFolder ?? projectFolder, 'dist');

const inProject = (file: string): string => path.join(projectFolder, file);

const ours = JSON.parse(await readFile(inProject('package.json'), 'utf8'));

const packageJson = (): string => {
  const { name, version, description, license, type, bin } = ours;
  const man = './keepsake.1';
  const engines = { node: '>=24' };
  return JSON.stringify({ name, version, description, license, type, engines, bin, man }, null, 2);
};

const packageFiles = [
  'tools/local/cli-package/README.md',
  'tools/local/cli-package/Containerfile',
  'LICENSE',
];

const writePackage = async (folder: string): Promise<void> => {
  await mkdir(path.join(folder, 'cli'), { recursive: true });
  await copyFile(inProject('cli/keepsake.js'), path.join(folder, 'cli/keepsake.js'));
  for (const file of packageFiles)
    await copyFile(inProject(file), path.join(folder, path.basename(file)));
  await writeFile(path.join(folder, 'keepsake.1'), manPage(await loadGrammar(), ours.version));
  await writeFile(path.join(folder, 'package.json'), `${packageJson()}\n`);
};

// CommonJS dependencies `require` Node's own modules, which an ES module cannot do by itself.
const requireShim =
  "import{createRequire}from'node:module';const require=createRequire(import.meta.url);";

await rm(outdir, { recursive: true, force: true });
const shared = {
  absWorkingDir: projectFolder,
  outdir,
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  legalComments: 'none',
  logLevel: 'warning',
} as const;
await Promise.all([
  build({
    ...shared,
    entryPoints: { main: 'cli/main.ts' },
    outExtension: { '.js': '.mjs' },
    // Verbs load what they need when they are called.
    splitting: true,
    format: 'esm',
    // The ESM builds of the SDK shake; its `main` (CommonJS) builds do not.
    mainFields: ['module', 'main'],
    external: ['pg-native'],
    banner: { js: requireShim },
  }),
  build({
    ...shared,
    // The engine finds the worker beside itself, under this name.
    entryPoints: { 'transfer-worker': 'adapters/bulk/transfer/engine/worker-entry.ts' },
    outExtension: { '.js': '.cjs' },
    // A thread starts three times as fast without the loader of modules, which also loads all of
    // what Node loads when it is first used.
    format: 'cjs',
  }),
]);
if (packageFolder !== undefined) await writePackage(packageFolder);
