import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectFolder } from '../tools/local/project-folder.ts';

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

/** Builds the command line's package and installs its tarball into a folder. */
export const installCli = async (folder: string): Promise<void> => {
  const built = join(folder, 'built-cli');
  await run(process.execPath, [join(projectFolder, 'tools/local/build-cli.ts'), built]);
  const tarball = await packFolder(built, folder);
  await rm(built, { recursive: true });
  await installTarball(tarball, folder);
};
