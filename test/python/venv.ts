import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectFolder } from '../../tools/local/project-folder.ts';

/** Python keeps what it compiled, whatever the machine says: these programs start many times. */
const { PYTHONDONTWRITEBYTECODE: _never, ...env } = process.env;

const asText = { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, env } as const;

/** Runs a command to its end; output as text. */
export const run = (command: string, ...args: string[]): SpawnSyncReturns<string> =>
  spawnSync(command, args, asText);

/** Likewise, with its standard input. */
export const pipe = (input: string, command: string, ...args: string[]): SpawnSyncReturns<string> =>
  spawnSync(command, args, { ...asText, input });

const pipOptions = ['--quiet', '--disable-pip-version-check', '--no-input', '--no-compile'];

/** uv installs in a fifth of pip's processor time. */
const uv = fileURLToPath(new URL('uv-requirements.txt', import.meta.url));

const pinned = (requirements: string): string[] => ['--require-hashes', '-r', requirements];

/**
 * Installs the requirements into a fresh environment. Where uv cannot reach the registry, pip may
 * be set up to. Both refuse a file without its hash.
 */
const install = (folder: string, requirements: string): boolean => {
  const program = (name: string): string => path.join(folder, 'bin', name);
  const pip = (file: string): boolean =>
    run(program('pip'), 'install', ...pipOptions, ...pinned(file)).status === 0;
  const withUv = ['pip', 'install', '--quiet', '--python', program('python')];
  return (
    (pip(uv) && run(program('uv'), ...withUv, ...pinned(requirements)).status === 0) ||
    pip(requirements)
  );
};

/** Packages of a requirements file, in an environment of the project's own. */
export type Venv = {
  /** Below `.keepsake`. */
  name: string;
  requirements: URL;
  /** `python3` when absent. */
  python?: string;
};

/**
 * A program of an environment, which is made on first use; `undefined` where python3 or the
 * registry cannot be reached.
 */
export const venvProgram = (
  { name, requirements, python = 'python3' }: Venv,
  program: string,
): string | undefined => {
  const folder = path.join(projectFolder, '.keepsake', name);
  const stamp = path.join(folder, 'installed.txt');
  const wanted = readFileSync(requirements, 'utf8');
  const found = path.join(folder, 'bin', program);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return found;
  if (run(python, '-m', 'venv', folder).status !== 0) return undefined;
  if (!install(folder, requirements.pathname)) return undefined;
  // Written last: an interrupted installation starts over.
  writeFileSync(stamp, wanted);
  return found;
};
