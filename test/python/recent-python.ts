import { globSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { run } from './venv.ts';

const ofPyenv = path.join(homedir(), '.pyenv', 'versions', '3.*', 'bin', 'python3');

const minorOf = (python: string): number => {
  const { status, stdout } = run(python, '-c', 'import sys; print(sys.version_info.minor)');
  return status === 0 ? Number(stdout) : 0;
};

/** A Python 3 of at least this minor version; `undefined` where there is none. */
export const pythonFrom = (minor: number): string | undefined => {
  const named = ['python3', 'python3.14', 'python3.13', 'python3.12'];
  return [...named, ...globSync(ofPyenv)].find((python) => minorOf(python) >= minor);
};
