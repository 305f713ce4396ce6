import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';

const at = (file: string): string => fileURLToPath(new URL(`../${file}`, import.meta.url));

/** The client's entry for browsers. */
export const browserEntry = at('browser.ts');

/** The entry with Uppy's callbacks. */
export const uppyEntry = at('uppy/uppy.ts');

const shared = {
  bundle: true,
  // Examples import the client by the name it is published under.
  alias: {
    '@keepsake/client': browserEntry,
    '@keepsake/client/browser': browserEntry,
    '@keepsake/client/uppy': uppyEntry,
  },
  format: 'esm',
  target: 'es2022',
  minify: true,
  legalComments: 'none',
} satisfies BuildOptions;

/** Bundles one of the client's entries for browsers, or a page that imports it, as text. */
export const bundleForBrowser = async (entry: string): Promise<string> => {
  const worker = await defineWorker({
    entryPoints: [at('browser/hash-worker.ts')],
    format: 'iife',
  });
  return bundle({ ...worker, entryPoints: [entry], platform: 'browser' });
};

/** Defines the hash worker as text inside the bundle, so that a site hosts one file only. */
const defineWorker = async (worker: BuildOptions): Promise<BuildOptions> => ({
  define: { KEEPSAKE_WORKER: JSON.stringify(await bundle(worker)) },
});

const bundle = async (options: BuildOptions): Promise<string> => {
  const { outputFiles = [] } = await build({ ...shared, ...options, write: false });
  const [file] = outputFiles;
  if (!file) throw new Error('esbuild made no bundle.');
  return file.text;
};

/** Bundles the client's entry for Node as text. */
export const bundleForNode = async (): Promise<string> => {
  const thread = await defineWorker({
    entryPoints: [at('node/hash-thread.ts')],
    platform: 'node',
    format: 'cjs',
  });
  // Node prints the whole line of an uncaught error.
  const lines = { lineLimit: 200 };
  return bundle({ ...thread, ...lines, entryPoints: [at('node.ts')], platform: 'node' });
};

/** The entry with operators' routes. */
export const operatorEntry = at('operator/operator.ts');

/** The entry for a shop's backend. */
export const serverEntry = at('server/server.ts');
