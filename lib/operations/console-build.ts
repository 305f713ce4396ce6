import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const project = fileURLToPath(new URL('../..', import.meta.url));
const cacheFolder = join(project, 'node_modules', '.cache', 'keepsake');

/** Everything the console is made of: its sources, the client's, and the locked packages. */
const sources = ['console/**/*.*', 'client/{api,operator}/**/*.ts', 'package-lock.json'];

/** SHA-256 over the name and content of every source: a changed source is another folder. */
const keyOfSources = (): string => {
  const hash = createHash('sha256');
  for (const file of globSync(sources, { cwd: project }).sort())
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(project, file)))
      .update('\0');
  return hash.digest('hex').slice(0, 32);
};

/** React's development build, which warns and is slow, comes with any other NODE_ENV. */
const production = (): NodeJS.ProcessEnv => ({ ...process.env, NODE_ENV: 'production' });

type Build = { folder: string; draft: string; words: string[] };

/** Sources and folder of a build. Processes may build at once, so each has a draft of its own. */
const planBuild = (): Build => {
  const draft = join(cacheFolder, `draft-${process.pid}-${Date.now()}`);
  const vite = join(project, 'node_modules', 'vite', 'bin', 'vite.js');
  const config = join(project, 'console', 'vite.config.ts');
  mkdirSync(cacheFolder, { recursive: true });
  return {
    folder: join(cacheFolder, `console-${keyOfSources()}`),
    draft,
    words: [vite, 'build', '--config', config, '--outDir', draft, '--logLevel', 'error'],
  };
};

/** The rename is atomic. Another process may have been first; then its folder stays. */
const keepDraft = ({ folder, draft }: Build): string => {
  try {
    renameSync(draft, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(draft, { recursive: true, force: true });
  }
  for (const name of globSync('console-*', { cwd: cacheFolder }))
    if (join(cacheFolder, name) !== folder)
      rmSync(join(cacheFolder, name), { recursive: true, force: true });
  return folder;
};

/** Builds the console, or finds what was made of the same sources. Returns the folder of files. */
export const buildConsole = async (): Promise<string> => {
  const build = planBuild();
  if (existsSync(build.folder)) return build.folder;
  await promisify(execFile)(process.execPath, build.words, { cwd: project, env: production() });
  return keepDraft(build);
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
