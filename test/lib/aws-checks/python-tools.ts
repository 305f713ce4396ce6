import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const venv = fileURLToPath(new URL('../../../.keepsake/lint-venv', import.meta.url));
const requirements = fileURLToPath(new URL('./requirements.txt', import.meta.url));
const installed = join(venv, 'installed.txt');

const asText = { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const;

/** Runs a command to its end; output as text. */
export const run = (command: string, ...args: string[]): SpawnSyncReturns<string> =>
  spawnSync(command, args, asText);

/** Likewise, with its standard input. */
export const pipe = (input: string, command: string, ...args: string[]): SpawnSyncReturns<string> =>
  spawnSync(command, args, { ...asText, input });

const pinned = (): string => readFileSync(requirements, 'utf8');

const isThere = (): boolean =>
  existsSync(installed) && readFileSync(installed, 'utf8') === pinned();

const pip = join(venv, 'bin', 'pip');
const quietly = ['--quiet', '--disable-pip-version-check'];

const install = (): boolean => {
  const succeeded =
    run('python3', '-m', 'venv', venv).status === 0 &&
    run(pip, 'install', ...quietly, '-r', requirements).status === 0;
  if (succeeded) writeFileSync(installed, pinned());
  return succeeded;
};

/**
 * A Python checker of requirements.txt, installed into the project on first use; `undefined`, and a
 * loud line, where python3 or the registry cannot be reached.
 */
export const pythonTool = (name: string): string | undefined => {
  if (isThere() || install()) return join(venv, 'bin', name);
  process.stderr.write(
    `\n*** ${name} was NOT run: python3 with venv, or the Python registry, is missing here. ` +
      'CI must have both. ***\n\n',
  );
  return undefined;
};
