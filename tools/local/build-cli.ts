import { rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { projectFolder } from './project-folder.ts';

const outdir = path.join(projectFolder, 'dist');

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
