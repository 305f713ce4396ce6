import { execFile, execFileSync } from 'node:child_process';
import { globSync, rmSync } from 'node:fs';
import { mkdir, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { projectFolder } from '../tools/local/project-folder.ts';
import { builtOnce } from './built-once.ts';

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

/**
 * Installs a tarball without a registry: unpacks it, and links what it needs of others from the
 * repository. aws-cdk-lib alone would take npm half a minute.
 */
export const unpackTarball = async (
  { tarball, name, needs }: { tarball: string; name: string; needs: readonly string[] },
  folder: string,
): Promise<void> => {
  const modules = join(folder, 'node_modules');
  const installed = join(modules, name);
  await mkdir(installed, { recursive: true });
  await run('tar', ['-xzf', tarball, '--strip-components=1', '-C', installed]);
  for (const other of needs) {
    await mkdir(dirname(join(modules, other)), { recursive: true });
    await symlink(join(projectFolder, 'node_modules', other), join(modules, other));
  }
};

const cdkSources = [
  '{adapters,cdk,core,lambdas,lib}/**/*.*',
  'console/**/*.*',
  'client/{api,operator}/**/*.ts',
  'docs/settings.md',
  'LICENSE',
  'package-lock.json',
];

const buildCdk = (folder: string): void => {
  const built = join(folder, 'built');
  const quiet = { stdio: 'pipe' } as const;
  execFileSync(process.execPath, [join(projectFolder, 'cdk/build/main.ts'), built], quiet);
  execFileSync('npm', ['pack', built, '--pack-destination', folder], quiet);
  rmSync(built, { recursive: true });
};

/** The tarball of the construct's package. The same sources are packed once. */
export const packedCdk = (): string => {
  const folder = builtOnce('packed-cdk', cdkSources, buildCdk);
  const [tarball] = globSync('*.tgz', { cwd: folder });
  return join(folder, `${tarball}`);
};

/** Installs the construct's tarball, with the CDK beside it. */
export const installCdk = (tarball: string, folder: string): Promise<void> =>
  unpackTarball(
    { tarball, name: '@keepsake/cdk', needs: ['aws-cdk-lib', 'constructs', 'zod'] },
    folder,
  );
