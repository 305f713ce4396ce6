import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';

const at = (file: string): string => fileURLToPath(new URL(`../${file}`, import.meta.url));

const shared = {
  bundle: true,
  format: 'esm',
  target: 'es2022',
  minify: true,
  legalComments: 'none',
} satisfies BuildOptions;

const bundleText = async (options: BuildOptions): Promise<string> =>
  (await build({ ...shared, ...options, write: false })).outputFiles?.[0]?.text ?? '';

/**
 * The hash worker travels inside the bundle, as text: nobody has to host or configure a second
 * file.
 */
const withWorker = async (worker: BuildOptions): Promise<BuildOptions> => ({
  define: { KEEPSAKE_WORKER: JSON.stringify(await bundleText(worker)) },
});

/**
 * Bundles one of the client's entries for browsers (or a page that imports it) and answers the
 * text.
 */
export const bundleForBrowser = async (entry: string): Promise<string> => {
  const worker = await withWorker({ entryPoints: [at('browser/hash-worker.ts')], format: 'iife' });
  return bundleText({ ...worker, entryPoints: [entry], platform: 'browser' });
};

/** Bundles the client's entry for Node and answers the text. */
export const bundleForNode = async (): Promise<string> => {
  const thread = await withWorker({
    entryPoints: [at('node/hash-thread.ts')],
    platform: 'node',
    format: 'cjs',
  });
  return bundleText({ ...thread, entryPoints: [at('node.ts')], platform: 'node' });
};

/** The client's entry for browsers. */
export const browserEntry = at('browser.ts');

/** The entry with Uppy's callbacks. */
export const uppyEntry = at('uppy/uppy.ts');
