#!/usr/bin/env node
// Runs on any Node, and finds one that is new enough: node:sqlite and .ts files need Node 24.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { constants, homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

// A clone runs its sources, so that an old build is never run by mistake; the package has the
// build only.
const source = fileURLToPath(new URL('./main.ts', import.meta.url));
const entry = existsSync(source)
  ? source
  : fileURLToPath(new URL('../dist/main.mjs', import.meta.url));

/**
 * Compiled modules stay in the user's own folder, where no other user can change them. A folder
 * that cannot be written is no error.
 */
const cache = path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'keepsake');

const isRecent = Number(process.versions.node.split('.')[0]) >= 24;

const bundledNode = () => {
  try {
    return module.createRequire(import.meta.url).resolve('node/bin/node');
  } catch {
    return undefined;
  }
};

/**
 * In a session of its own: a terminal's signals reach this process only, which passes each on once.
 * The channel tells the child when this process is gone without a word (SIGKILL).
 */
const runWith = (node) => {
  const child = spawn(node, [entry, ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    detached: true,
    env: { NODE_COMPILE_CACHE: cache, ...process.env, KEEPSAKE_WRAPPER: '1' },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGCONT'])
    process.on(signal, () => child.kill(signal));
  process.on('SIGTSTP', () => {
    child.kill('SIGSTOP');
    process.kill(process.pid, 'SIGSTOP');
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + constants.signals[signal];
  });
};

// Arguments with a password are not to be seen in `ps`; the command itself says so to its user.
if (process.argv.some((arg) => /:\/\/[^/]*:[^/]*@|[?&][^=]*pass(word|wd|phrase)=/i.test(arg)))
  process.title = 'keepsake';

const node = isRecent ? undefined : bundledNode();
if (isRecent) {
  module.enableCompileCache(cache);
  await import(entry);
} else if (node) runWith(node);
else {
  process.stderr.write(`keepsake needs Node 24 or newer; this is ${process.versions.node}.\n`);
  process.exitCode = 2;
}
