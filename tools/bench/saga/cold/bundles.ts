import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, buildSync } from 'esbuild';

const root = fileURLToPath(new URL('../../../..', import.meta.url));

/** The settings of lib/shared/bundle/bundle.ts, which knows lambdas/ only. */
const lean: BuildOptions = {
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
};

// CommonJS dependencies `require` Node's own modules, which an ES module cannot do by itself.
const banner = {
  js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
};

/** Bundles `entry` the way Keepsake does; returns the file. */
export const leanBundle = (entry: string, outdir: string): string => {
  const outfile = join(outdir, 'lean', entry.replace(/\W/g, '-'), 'index.mjs');
  build(entry, outfile, lean);
  return readFileSync(outfile, 'utf8').includes('Dynamic require of')
    ? build(entry, outfile, { ...lean, banner })
    : outfile;
};

const build = (entry: string, outfile: string, options: BuildOptions): string => {
  buildSync({
    entryPoints: [join(root, entry)],
    outfile,
    bundle: true,
    platform: 'node',
    logLevel: 'error',
    ...options,
  });
  return outfile;
};

/** Bundles `entry` with esbuild's defaults for Node: CommonJS, whole SDK, not minified. */
export const defaultBundle = (entry: string, outdir: string): string =>
  build(entry, join(outdir, 'default', entry.replace(/\W/g, '-'), 'index.cjs'), {});
