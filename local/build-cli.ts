import { rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { projectFolder } from './project-folder.ts';

const outdir = path.join(projectFolder, 'dist');

// CommonJS dependencies `require` Node's own modules, which an ES module cannot do by itself.
const requireShim = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);";

await rm(outdir, { recursive: true, force: true });
await build({
  absWorkingDir: projectFolder,
  // The engine finds the worker beside itself, under this name.
  entryPoints: { main: 'cli/main.ts', 'transfer-worker': 'adapters/transfer/worker-entry.ts' },
  outdir,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  // Verbs load what they need when they are called.
  splitting: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  // The ESM builds of the SDK shake; its `main` (CommonJS) builds do not.
  mainFields: ['module', 'main'],
  external: ['pg-native'],
  banner: { js: requireShim },
  legalComments: 'none',
  logLevel: 'warning',
});
