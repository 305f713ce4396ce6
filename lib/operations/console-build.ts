import { execFile, execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cacheFolder, hashOfSources } from '../shared/bundle/bundle-cache.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const cache = cacheFolder();
const dayMs = 24 * 3_600_000;

/** Everything the console is made of: its sources, the client's, and the locked packages. */
const sources = ['console/**/*.*', 'client/{api,operator}/**/*.ts', 'package-lock.json'];

/** Builds the console, unless these sources were built before. Returns the folder. */
export const buildConsole = async (): Promise<string> => {
  const build = planBuild();
  if (existsSync(build.folder)) return build.folder;
  await promisify(execFile)(process.execPath, build.words, { cwd: project, env: production() });
  return keepDraft(build);
};

type Build = { folder: string; draft: string; words: string[] };

/** Sources and folder of a build. Processes may build at once, so each has a draft of its own. */
const planBuild = (): Build => {
  const draft = join(cache, `draft-${process.pid}-${Date.now()}`);
  const vite = join(project, 'node_modules', 'vite', 'bin', 'vite.js');
  const config = join(project, 'console', 'vite.config.ts');
  mkdirSync(cache, { recursive: true });
  return {
    folder: join(cache, `console-${hashOfSources(sources).slice(0, 32)}`),
    draft,
    words: [vite, 'build', '--config', config, '--outDir', draft, '--logLevel', 'error'],
  };
};

/** React's development build, which warns and is slow, comes with any other NODE_ENV. */
const production = (): NodeJS.ProcessEnv => ({ ...process.env, NODE_ENV: 'production' });

/** The rename is atomic. Another process may have been first; then its folder stays. */
const keepDraft = ({ folder, draft }: Build): string => {
  try {
    renameSync(draft, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(draft, { recursive: true, force: true });
  }
  removeOld(folder);
  return folder;
};

/** Old builds and drafts go after a day: a running `npm start` may serve a younger one. */
const removeOld = (folder: string): void => {
  for (const name of globSync('{console,draft}-*', { cwd: cache })) {
    const other = join(cache, name);
    const isOld = (statSync(other, { throwIfNoEntry: false })?.mtimeMs ?? 0) < Date.now() - dayMs;
    if (other !== folder && isOld) rmSync(other, { recursive: true, force: true });
  }
};

/** The same for a synthesis, which cannot wait. */
export const buildConsoleNow = (): string => {
  const build = planBuild();
  if (existsSync(build.folder)) return build.folder;
  execFileSync(process.execPath, build.words, {
    cwd: project,
    env: production(),
    stdio: 'inherit',
  });
  return keepDraft(build);
};
