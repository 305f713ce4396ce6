import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const versions = '/usr/lib/postgresql';

/** The folder of the newest server's programs. Debian keeps them out of the PATH. */
export const findPrograms = (): string => {
  const found = existsSync(versions)
    ? readdirSync(versions).sort((a, b) => Number(b) - Number(a))
    : [];
  const folder = found
    .map((version) => join(versions, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'initdb')));
  if (!folder) throw new Error('PostgreSQL is needed for these tests: apt-get install postgresql');
  return folder;
};

export type User = { uid?: number; gid?: number };

/** Who runs the server: it refuses root. */
export const serverUser = (): User => {
  if (process.getuid?.() !== 0) return {};
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('postgres:') || entry.startsWith('nobody:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  return { uid: Number(uid), gid: Number(gid) };
};
