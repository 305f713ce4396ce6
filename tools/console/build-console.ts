import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { projectFolder } from '../local/project-folder.ts';

const cacheFolder = path.join(projectFolder, 'node_modules', '.cache', 'keepsake');

/** Everything the console is made of: its sources, the client's, and the locked packages. */
const sources = ['console/**/*.*', 'client/{api,operator}/**/*.ts', 'package-lock.json'];

/** SHA-256 over the name and content of every source: a changed source is another folder. */
const keyOfSources = (): string => {
  const hash = createHash('sha256');
  for (const file of globSync(sources, { cwd: projectFolder }).sort())
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(projectFolder, file)))
      .update('\0');
  return hash.digest('hex').slice(0, 32);
};

const removeOthers = (kept: string): void => {
  for (const name of globSync('console-*', { cwd: cacheFolder }))
    if (path.join(cacheFolder, name) !== kept)
      rmSync(path.join(cacheFolder, name), { recursive: true, force: true });
};

const runVite = async (outDir: string): Promise<void> => {
  const vite = path.join(projectFolder, 'node_modules', 'vite', 'bin', 'vite.js');
  const config = path.join(projectFolder, 'console', 'vite.config.ts');
  const words = ['build', '--config', config, '--outDir', outDir, '--logLevel', 'error'];
  await promisify(execFile)(process.execPath, [vite, ...words], { cwd: projectFolder });
};

/**
 * Builds the console, or finds what an earlier call made of the same sources. Returns the folder of
 * its files. Processes may build at once: each writes its own folder, and the rename is atomic.
 */
export const buildConsole = async (): Promise<string> => {
  const folder = path.join(cacheFolder, `console-${keyOfSources()}`);
  if (existsSync(folder)) return folder;
  const draft = path.join(cacheFolder, `draft-${process.pid}-${Date.now()}`);
  await mkdir(cacheFolder, { recursive: true });
  await runVite(draft);
  // Another process may have finished first.
  await rename(draft, folder).catch(() => rmSync(draft, { recursive: true, force: true }));
  removeOthers(folder);
  return folder;
};
