import { existsSync, globSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, buildSync, stop } from 'esbuild';
import { buildOnce } from './bundle-cache.ts';
import { functionDirectory, type WriteFunction } from './write-function.ts';

const lambdas = fileURLToPath(new URL('../../../lambdas', import.meta.url));

// Lambda hands over credentials in the environment, the first place the SDK looks. The other places
// are loaded on demand, which never comes.
const otherCredentials = ['ini', 'process', 'sso', 'login', 'web-identity', 'http'].map(
  (source) => `@aws-sdk/credential-provider-${source}`,
);

const options: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  // The ESM builds of the SDK shake; its `main` (CommonJS) builds do not.
  mainFields: ['module', 'main'],
  // Safe for the workflow: error names are literal properties, not class names.
  minify: true,
  treeShaking: true,
  // `import('node:http')` makes Node build an ES facade of it and load undici for that: 19 ms at
  // first use. `require` does not.
  supported: { 'dynamic-import': false },
  // sharp's half in C++ lies beside the one function that draws.
  external: [...otherCredentials, '@smithy/credential-provider-imds', 'sharp'],
  legalComments: 'none',
  outExtension: { '.js': '.mjs' },
  logLevel: 'error',
  write: false,
  metafile: true,
};

// CommonJS dependencies `require` Node's own modules, which an ES module cannot do by itself.
const requireShim =
  "import{createRequire}from'node:module';const require=createRequire(import.meta.url);";

// `lambdas/<capability>/<name>.function.ts`; no two capabilities have an entry of one name.
const suffix = '.function.ts';

/** Code by function name, and esbuild's metafile; plain JSON, for caching on disk. */
type Bundles = { code: Readonly<Record<string, string>>; metafile: string };

// All functions are built in one go: esbuild parses what they share once.
let built: Bundles | undefined;

// The functions of a stage share one metafile of 3 MB: 40 comparisons would cost a third of a
// second.
const written = new Set<string>();

/** Names of all functions that lambdas/ has. */
export const functionNames = (): string[] => Object.keys(builtCode().code);

const builtCode = (): Bundles => {
  built ??= buildOnce(build);
  return built;
};

const build = (): Bundles => {
  const { outputFiles = [], metafile } = buildSync({
    ...options,
    entryPoints: entryPoints(),
    outdir: lambdas,
  });
  // Without this, esbuild's service would keep all modules in memory as long as this process lives.
  void stop();
  const code = outputFiles.map(
    ({ path, text }) =>
      [path.slice(lambdas.length + 1).replace('/index.mjs', ''), withRequire(text)] as const,
  );
  return { code: Object.fromEntries(code), metafile: JSON.stringify(metafile) };
};

const entryPoints = (): Record<string, string> =>
  Object.fromEntries(
    globSync(`*/*${suffix}`, { cwd: lambdas }).map((file) => [
      `${basename(file, suffix)}/index`,
      join(lambdas, file),
    ]),
  );

const withRequire = (code: string): string =>
  code.includes('Dynamic require of') ? requireShim + code : code;

/**
 * Writes the bundle of `<name>.function.ts` and its settings, and esbuild's metafile one level up.
 * The code is kept by its sources alone: settings never change it.
 */
export const bundle: WriteFunction = (name, folder, settings) => {
  const { code, metafile } = builtCode();
  const text = code[name];
  if (text === undefined)
    throw new Error(
      `There is no lambdas/<capability>/${name}.function.ts to deploy. Add the file, or ` +
        'remove the function from lib/.',
    );
  const directory = functionDirectory(name, folder, settings);
  writeFileSync(join(directory, 'index.mjs'), text);
  writeMetafile(join(folder, 'metafile.json'), metafile);
  return directory;
};

const writeMetafile = (file: string, metafile: string): void => {
  if (written.has(file) && existsSync(file)) return;
  writeFileSync(file, metafile);
  written.add(file);
};
