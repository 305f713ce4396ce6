import { createHash, randomBytes } from 'node:crypto';
import { opendir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { type ByteName, onDisk } from './sources/byte-names.ts';

const shortHash = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 8);

const thisHost = shortHash(hostname());

/** Of this process: a container's next one may have its number. */
const thisRun = randomBytes(4).toString('hex');

const partShape = /^\.([0-9a-f]{8})-(\d+)-([0-9a-f]{8})-[0-9a-f]{16}\.keepsake-part$/;

/**
 * A new name for the bytes of a file until they are whole, in the restored folder: the next run
 * finds it there. A folder of another disk holds the parts of its own files. The name is short,
 * because the file's own name may be as long as a name can be.
 */
export const partFor = async (root: ByteName, file: ByteName): Promise<ByteName> => {
  const folder = path.dirname(file);
  const [ofRoot, ofFile] = await Promise.all([stat(onDisk(root)), stat(onDisk(folder))]);
  const random = randomBytes(8).toString('hex');
  const name = `.${thisHost}-${process.pid}-${thisRun}-${random}.keepsake-part`;
  return path.join(ofRoot.dev === ofFile.dev ? root : folder, name);
};

/** Removes parts that a run left which was killed. */
export const removeLeftOvers = async (root: ByteName): Promise<void> => {
  for await (const entry of await opendir(onDisk(root), { encoding: 'latin1' }))
    if (entry.isFile() && isLeftOver(entry.name))
      await rm(onDisk(path.join(root, entry.name)), { force: true });
};

/** True for a part whose process, on this machine, was killed. */
const isLeftOver = (name: string): boolean => {
  const [, host, pid, run] = partShape.exec(name) ?? [];
  if (host !== thisHost || run === thisRun) return false;
  return Number(pid) === process.pid || !isAlive(Number(pid));
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};
