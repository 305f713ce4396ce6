import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ResumeStore } from '../platform.ts';
import { joinProcesses } from './folder-locks.ts';

/** Keeps unfinished uploads in memory, so they can be resumed while the process lives. */
export const memoryStore = (): ResumeStore => {
  const kept = new Map<string, string>();
  return {
    get: async (key) => kept.get(key),
    set: async (key, value) => void kept.set(key, value),
    delete: async (key) => void kept.delete(key),
  };
};

/** Keeps unfinished uploads in a folder, one small file each, so they survive the process. */
export const folderStore = (folder: string): ResumeStore => {
  const pathOf = (key: string) =>
    join(folder, `${createHash('sha256').update(key).digest('hex')}.json`);
  return {
    get: (key) => readFile(pathOf(key), 'utf8').catch(() => undefined),
    set: async (key, value) => {
      await mkdir(folder, { recursive: true });
      await writeFile(pathOf(key), value, { mode: 0o600 });
    },
    delete: (key) => rm(pathOf(key), { force: true }),
    join: (uploadId) => joinProcesses(folder, uploadId),
  };
};
