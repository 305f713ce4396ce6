import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PackageLock } from './package-lock-excerpt.ts';

/** The machine that the functions run on, in npm's words. */
export type Platform = { os: string; cpu: string };

/** Lambda's functions are arm64; an endpoint of one's own runs them on this machine. */
export const functionsPlatform = (
  { AWS_ENDPOINT_URL }: NodeJS.ProcessEnv = process.env,
  { platform, arch }: { platform: string; arch: string } = process,
): Platform =>
  AWS_ENDPOINT_URL === undefined ? { os: 'linux', cpu: 'arm64' } : { os: platform, cpu: arch };

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/**
 * Installs locked packages for a platform, once, below a cache folder; returns the folder. npm
 * verifies them by the lock's hashes. Installed beside its place first: a half one is never found.
 */
export const installedPackages = (cache: string, lock: PackageLock, on: Platform): string => {
  const text = JSON.stringify([lock, on]);
  const key = createHash('sha256').update(text).digest('hex').slice(0, 16);
  const folder = join(cache, `packages-${on.os}-${on.cpu}-${key}`);
  if (existsSync(folder)) return folder;
  const draft = `${folder}.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  install(draft, lock, on);
  renameSync(draft, folder);
  return folder;
};

const install = (folder: string, lock: PackageLock, { os, cpu }: Platform): void => {
  mkdirSync(folder, { recursive: true });
  const { name, version, packages } = lock;
  const { dependencies } = packages[''];
  const manifest = { name, version, private: true, dependencies };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
  const platform = [`--os=${os}`, `--cpu=${cpu}`, ...(os === 'linux' ? ['--libc=glibc'] : [])];
  execFileSync(npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund', ...platform], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
};

/** Copies locked packages beside a function's code, for the machine that the functions run on. */
export const addLockedPackages =
  (cache: string, readLock: () => PackageLock) =>
  (directory: string): void => {
    const folder = installedPackages(cache, readLock(), functionsPlatform());
    cpSync(join(folder, 'node_modules'), join(directory, 'node_modules'), { recursive: true });
  };
