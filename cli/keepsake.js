#!/usr/bin/env node
// Runs on whatever Node there is, and finds one that is new enough: node:sqlite and .ts files need
// Node 24.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

// A clone runs its sources, so that an old build is never run by mistake; the package has the
// build only.
const source = fileURLToPath(new URL('./main.ts', import.meta.url));
const entry = existsSync(source)
  ? source
  : fileURLToPath(new URL('../dist/main.mjs', import.meta.url));

const isRecent = Number(process.versions.node.split('.')[0]) >= 24;

const bundledNode = () => {
  try {
    return createRequire(import.meta.url).resolve('node/bin/node');
  } catch {
    return undefined;
  }
};

const runWith = (node) => {
  const child = spawn(node, [entry, ...process.argv.slice(2)], { stdio: 'inherit' });
  // The terminal sends Ctrl-C to both: the child decides how it ends.
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.on(signal, () => signal === 'SIGTERM' && child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
  });
};

const node = isRecent ? undefined : bundledNode();
if (isRecent) await import(entry);
else if (node) runWith(node);
else {
  process.stderr.write(`keepsake needs Node 24 or newer; this is ${process.versions.node}.\n`);
  process.exitCode = 2;
}
