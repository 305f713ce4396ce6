import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../../tools/local/project-folder.ts';

const asText = { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const;

/** Runs a command to its end; output as text. */
export const run = (command: string, ...args: string[]): SpawnSyncReturns<string> =>
  spawnSync(command, args, asText);

/** Likewise, with its standard input. */
export const pipe = (input: string, command: string, ...args: string[]): SpawnSyncReturns<string> =>
  spawnSync(command, args, { ...asText, input });

const pipOptions = ['--quiet', '--disable-pip-version-check', '--no-input'];

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
  const pip = path.join(folder, 'bin', 'pip');
  const from = requirements.pathname;
  if (run(python, '-m', 'venv', folder).status !== 0) return undefined;
  if (run(pip, 'install', ...pipOptions, '-r', from).status !== 0) return undefined;
  // Written last: an interrupted installation starts over.
  writeFileSync(stamp, wanted);
  return found;
};
