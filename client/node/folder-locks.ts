import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Leave } from '../platform.ts';

/**
 * Joins the processes of this machine that send an upload and share a folder: each has an empty
 * file there, `<upload>.<process>.<random>.lock`. Where it cannot be written, each counts as the
 * only one.
 */
export const joinProcesses = (folder: string, uploadId: string): Leave => {
  const prefix = `${createHash('sha256').update(uploadId).digest('hex').slice(0, 32)}.`;
  const lock = join(folder, `${prefix}${process.pid}.${randomUUID()}.lock`);
  const written = mkdir(folder, { recursive: true })
    .then(() => writeFile(lock, '', { mode: 0o600 }))
    .catch(() => undefined);
  return async (last) => {
    await written;
    await rm(lock, { force: true }).catch(() => undefined);
    const isOther = await isOtherThere(folder, prefix).catch(() => false);
    if (last && !isOther) await last();
  };
};

/** Removes the locks of processes that have ended. True if another one is left. */
const isOtherThere = async (folder: string, prefix: string): Promise<boolean> => {
  const locks = (await readdir(folder)).filter((name) => name.startsWith(prefix));
  const [there, left] = [locks.filter(isHeld), locks.filter((name) => !isHeld(name))];
  for (const name of left) await rm(join(folder, name), { force: true });
  return there.length > 0;
};

const isHeld = (name: string): boolean => isAlive(Number(name.split('.')[1]));

/** A process that ended without leaving counts no more. One of another user counts (`EPERM`). */
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as { code?: unknown }).code === 'EPERM';
  }
};
