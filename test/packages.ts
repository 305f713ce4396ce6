import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Packs a built package as for a registry. Answers the tarball's path in the folder `into`. */
export const packFolder = async (built: string, into: string): Promise<string> => {
  const { stdout } = await run('npm', ['pack', built, '--json', '--pack-destination', into]);
  const [{ filename }] = JSON.parse(stdout);
  return join(into, filename);
};

/** Installs a tarball into a folder as its user does, but without a registry. */
export const installTarball = async (tarball: string, folder: string): Promise<void> => {
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], { cwd: folder });
};
