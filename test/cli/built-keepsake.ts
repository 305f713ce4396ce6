import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { projectFolder } from '../../tools/local/project-folder.ts';
import { builtOnce } from '../built-once.ts';

const sources = [
  '{adapters,cli,client,core}/**/*.ts',
  'tools/local/{build-cli.ts,cli-package/*}',
  'package-lock.json',
  'package.json',
];

const build = (folder: string): void => {
  const script = path.join(projectFolder, 'tools/local/build-cli.ts');
  execFileSync(process.execPath, ['--no-warnings', script, folder]);
};

/**
 * The entry of the command line as its package has it. It starts in half of the sources' time. The
 * same sources are built once.
 */
export const builtKeepsake = (): string =>
  path.join(builtOnce('cli', sources, build), 'dist/main.mjs');
