import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import {
  type FileHandle,
  link,
  lstat,
  mkdir,
  open,
  realpath,
  rename,
  rm,
  stat,
  utimes,
} from 'node:fs/promises';
import path from 'node:path';
import type { RestoredEntry, RestoreFolder } from '../../core/bulk/ports.ts';
import { AlreadyExists, InvalidInput, SourceChanged, TransientFault } from '../../core/errors.ts';
import { partFor, removeLeftOvers } from './restored-parts.ts';
import { type ByteName, onDisk, pathOnDisk, toBytes } from './sources/byte-names.ts';
import { isGone } from './sources/disk-file.ts';
import { isBelow } from './transfer/files/file-identity.ts';

/** Opens no file that exists. The name itself may be no link. */
const fresh = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** The name itself may be no link. Opening a FIFO does not wait for its writer. */
const present = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** The disk or this process takes no file at all. */
const remedies: Readonly<Record<string, string>> = {
  ENOSPC: 'is full. Make room',
  EDQUOT: 'has no room left in your quota. Make room',
  EROFS: 'can only be read. Mount it for writing',
  EIO: 'fails. Check it',
  EMFILE: 'needs more open files than this process may have. Raise the limit (ulimit -n)',
  ENFILE: 'needs more open files than this machine may have. Close some',
};

/** What is wrong with the place of one file. */
const reasons: Readonly<Record<string, string>> = {
  EACCES: 'You have no right to this file or its folder',
  EPERM: 'You have no right to this file or its folder',
  EILSEQ: 'This disk takes no such name',
  EINVAL: 'This disk takes no such name',
  ELOOP: 'A link in the path leads nowhere',
  ENAMETOOLONG: 'This disk takes no name as long as that',
  ENOENT: 'A link in the path leads nowhere',
};

/**
 * A folder of this machine that files come back to. A file appears under its name once all of its
 * bytes are there and proved. Names that were escaped get the bytes they were made from. Links in a
 * path are followed as long as they stay below the folder.
 * The check precedes the write: another process that swaps a folder for a link meanwhile is not
 * detected.
 */
export class RestoredFolder implements RestoreFolder {
  readonly #root: ByteName;
  readonly #mode: number;

  /** `isPrivate`: the folder, if it is made, is its user's alone. */
  constructor(root: string, { isPrivate = false }: { isPrivate?: boolean | undefined } = {}) {
    this.#root = toBytes(path.resolve(root));
    this.#mode = isPrivate ? 0o700 : 0o777;
  }

  async prepare(): Promise<void> {
    try {
      await makeRoot(this.#root, this.#mode);
      await removeLeftOvers(this.#root);
      const part = await partFor(this.#root, path.join(this.#root, 'file'));
      await (await open(onDisk(part), fresh, 0o600)).close();
      await rm(onDisk(part));
    } catch (error) {
      const { code = 'none' } = error as NodeJS.ErrnoException;
      if (remedies[code] !== undefined) throw asUnusable(error);
      throw InvalidInput.of('--into', `No file can be written to this folder (${code}).`);
    }
  }

  async look(name: string): Promise<RestoredEntry | undefined> {
    const file = this.#fileOf(name);
    try {
      return await this.#look(file);
    } catch (error) {
      throw asUnusable(error);
    }
  }

  async write(
    name: string,
    bytes: AsyncIterable<Uint8Array>,
    expected: { sha256?: string; modifiedAt?: string; replace?: boolean },
  ): Promise<void> {
    const file = this.#fileOf(name);
    let part = file;
    try {
      await this.#makeFolder(path.dirname(file));
      part = await partFor(this.#root, file);
      await writeProved(part, bytes, expected.sha256);
      const time = expected.modifiedAt === undefined ? undefined : new Date(expected.modifiedAt);
      if (time) await utimes(onDisk(part), time, time);
      await (expected.replace ? rename(onDisk(part), onDisk(file)) : giveName(part, file));
    } catch (error) {
      if (part !== file) await rm(onDisk(part), { force: true }).catch(() => undefined);
      throw asUnusable(error);
    }
  }

  async #look(file: ByteName): Promise<RestoredEntry | undefined> {
    const facts = await lstat(onDisk(file)).catch((error) => {
      if (!isGone(error)) throw error;
    });
    if (!facts) return undefined;
    await this.#assertInside(path.dirname(file));
    if (facts.isDirectory()) return { kind: 'folder' };
    return facts.isFile() ? { kind: 'file', sha256: await hashFile(file) } : { kind: 'special' };
  }

  /** Throws for a name that leads out of the folder. */
  #fileOf(name: string): ByteName {
    const file = path.join(this.#root, pathOnDisk(name));
    if (!isBelow(this.#root, file)) throw new Error('The path leads out of the folder.');
    return file;
  }

  /** Makes folders one by one, so that none is made behind a link that leads out. */
  async #makeFolder(folder: ByteName): Promise<void> {
    if (folder === this.#root) return;
    await this.#makeFolder(path.dirname(folder));
    await mkdir(onDisk(folder)).catch((error: NodeJS.ErrnoException) =>
      assertFolder(folder, error),
    );
    await this.#assertInside(folder);
  }

  async #assertInside(folder: ByteName): Promise<void> {
    const [root, real] = await Promise.all([realOf(this.#root), realOf(folder)]);
    if (real !== root && !isBelow(root, real))
      throw new Error('A link in the path leads out of the folder.');
  }
}

/** `TransientFault` for a disk that takes no file; another error is of one file. */
const asUnusable = (error: unknown): unknown => {
  const { code = 'none' } = error as NodeJS.ErrnoException;
  if (code === 'ENOTDIR' || code === 'EEXIST')
    return new AlreadyExists(
      'A file has the name of a folder in its path. Move it away, or choose another --into.',
      { cause: error },
    );
  const [remedy, reason] = [remedies[code], reasons[code]];
  if (reason !== undefined) return new Error(`${reason} (${code}).`, { cause: error });
  if (remedy === undefined) return error;
  const message = `The disk of the folder ${remedy}, then repeat the command (${code}).`;
  return new TransientFault(message, { cause: error });
};

const realOf = async (folder: ByteName): Promise<ByteName> =>
  (await realpath(onDisk(folder), 'buffer')).toString('latin1');

/** Throws the error of making a folder, unless it says that the folder is there. */
const assertFolder = async (folder: ByteName, error: unknown): Promise<void> => {
  const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST';
  if (!isThere || !(await stat(onDisk(folder))).isDirectory()) throw error;
};

/** Node's own way makes the folders above for ever where the system takes none, as in /proc. */
const makeRoot = async (folder: ByteName, mode: number): Promise<void> => {
  try {
    await mkdir(onDisk(folder), { mode });
  } catch (error) {
    const above = path.dirname(folder);
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' || (await exists(above))) return assertFolder(folder, error);
    await makeRoot(above, mode);
    await makeRoot(folder, mode);
  }
};

/**
 * Gives a file its name, and replaces no other: on a disk that tells no capitals apart, two files
 * of a batch have one name. Disks without hard links cannot check and name in one step.
 */
const giveName = async (part: ByteName, file: ByteName): Promise<void> => {
  try {
    await link(onDisk(part), onDisk(file));
    await rm(onDisk(part));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' && !(await exists(file)))
      return rename(onDisk(part), onDisk(file));
    throw new AlreadyExists('Something else has this name on this disk. Choose another --into.', {
      cause: error,
    });
  }
};

const exists = (file: ByteName): Promise<boolean> =>
  lstat(onDisk(file)).then(
    () => true,
    () => false,
  );

const hashFile = async (file: ByteName): Promise<string> => {
  const hash = createHash('sha256');
  const handle = await open(onDisk(file), present);
  for await (const bytes of handle.createReadStream()) hash.update(bytes as Buffer);
  return hash.digest('base64');
};

const writeProved = async (
  part: ByteName,
  bytes: AsyncIterable<Uint8Array>,
  sha256: string | undefined,
): Promise<void> => {
  const handle = await open(onDisk(part), fresh, 0o666);
  try {
    const digest = await writeAll(handle, bytes);
    if (sha256 !== undefined && digest !== sha256)
      throw new SourceChanged(`The object's SHA-256 is ${digest}, and not ${sha256}.`);
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const writeAll = async (handle: FileHandle, bytes: AsyncIterable<Uint8Array>): Promise<string> => {
  const hash = createHash('sha256');
  for await (const piece of bytes) {
    hash.update(piece);
    await handle.writeFile(piece);
  }
  return hash.digest('base64');
};
