import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type ChunkingContext, type InputOptions } from 'rolldown';
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

/** All that these modules load with them, by `import` statements. */
const loadedBy = (context: ChunkingContext, entries: readonly string[]): Set<string> => {
  const loaded = new Set(entries.map(inProject));
  for (const id of loaded)
    for (const next of context.getModuleInfo(id)?.importedIds ?? []) loaded.add(next);
  return loaded;
};

/** Files that are loaded whole, and the modules in them. */
const chunksOf = (context: ChunkingContext): Map<string, ReadonlySet<string>> => {
  const start = loadedBy(context, ['cli/main.ts']);
  start.delete(inProject('cli/main.ts'));
  const operator = loadedBy(context, ['cli/operator/commands/orders.ts']);
  const migration = loadedBy(context, [
    'cli/bulk/commands/migrate.ts',
    'cli/bulk/open-migration.ts',
    'adapters/bulk/sources/typed-file.ts',
  ]);
  return new Map([
    ['start', start],
    ['common', new Set([...operator].filter((id) => migration.has(id)))],
    ['migration', migration],
  ]);
};

let chunks: ReturnType<typeof chunksOf> | undefined;

/** A few files instead of seventy: Node needs half a millisecond to find and link each. */
const fewFiles = {
  debugName: 'few files',
  name: (id: string, context: ChunkingContext) => {
    chunks ??= chunksOf(context);
    for (const [name, modules] of chunks) if (modules.has(id)) return name;
    return null;
  },
};

await rm(outdir, { recursive: true, force: true });
const shared: InputOptions = {
  cwd: projectFolder,
  platform: 'node',
  // The ESM builds of the SDK shake; its `main` (CommonJS) builds do not.
  resolve: { mainFields: ['module', 'main'] },
};
const output = { dir: outdir, minify: true, comments: false };
await build([
  {
    ...shared,
    input: { main: 'cli/main.ts' },
    external: ['pg-native'],
    // What verbs import when they need it may lie in a file that they have.
    checks: { ineffectiveDynamicImport: false },
    preserveEntrySignatures: false,
    output: {
      ...output,
      format: 'esm',
      entryFileNames: '[name].mjs',
      chunkFileNames: '[name]-[hash].mjs',
      codeSplitting: { includeDependenciesRecursively: false, groups: [fewFiles] },
    },
  },
  {
    ...shared,
    // The engine finds the worker beside itself, under this name.
    input: { 'transfer-worker': 'adapters/bulk/transfer/engine/worker-entry.ts' },
    output: {
      ...output,
      // A thread starts three times as fast without the loader of modules, which also loads all of
      // what Node loads when it is first used.
      format: 'cjs',
      entryFileNames: '[name].cjs',
      chunkFileNames: '[name]-[hash].cjs',
    },
  },
]);
if (packageFolder !== undefined) await writePackage(packageFolder);
