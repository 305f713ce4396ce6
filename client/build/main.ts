import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  browserEntry,
  bundleForBrowser,
  bundleForNode,
  operatorEntry,
  serverEntry,
  uppyEntry,
} from './bundle.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const target = process.argv[2] ?? join(root, 'dist', 'client');

const declarations = (): void => {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  execFileSync(
    process.execPath,
    [tsc, '-p', join(root, 'client', 'tsconfig.build.json'), '--outDir', target],
    { stdio: 'inherit' },
  );
};

/**
 * Builds the package `@keepsake/client` into dist/client (or the folder that is named): five
 * bundles without dependencies, their types, and what a package says of itself.
 */
const main = async (): Promise<void> => {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, 'browser.js'), await bundleForBrowser(browserEntry));
  writeFileSync(join(target, 'uppy.js'), await bundleForBrowser(uppyEntry));
  writeFileSync(join(target, 'operator.js'), await bundleForBrowser(operatorEntry));
  writeFileSync(join(target, 'server.js'), await bundleForBrowser(serverEntry));
  writeFileSync(join(target, 'node.js'), await bundleForNode());
  declarations();
  for (const file of ['client/package.json', 'client/README.md', 'LICENSE'])
    copyFileSync(join(root, file), join(target, basename(file)));
  process.stderr.write('@keepsake/client is built.\n');
};

await main();
