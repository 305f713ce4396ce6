import {
  type BigIntStats,
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
} from 'node:fs';
import { basename, dirname } from 'node:path';
import type { SeenFile } from '../../../../core/bulk/model/transfer.ts';
import { SourceChanged, SourceMissing } from '../../../../core/errors.ts';
import { identityOf, isBelow } from './file-identity.ts';

/** `stats` tell times in nanoseconds. */
export type OpenedFile = { fd: number; stats: BigIntStats };

/** A FIFO opens at once instead of waiting for its writer, and is refused then. */
const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;

/** Linux shows an open folder as a path that no rename and no link can lead elsewhere. */
const descriptors = '/proc/self/fd';

/** `bytes`: the path has one character for each byte. */
type DiskPath = { path: string; bytes?: true | undefined };

/**
 * Opens files of this machine. A listed file is opened without following links: its folder must
 * still be below the root, and the file must be the one that was listed. The last folder stays
 * open, because most files come folder by folder.
 */
export class FolderDoor {
  readonly #hasDescriptors = existsSync(descriptors);
  #folder: { path: string; root: string; fd: number } | undefined;

  /** Throws `SourceMissing`, `SourceChanged`, or what the operating system says. */
  open(where: DiskPath, seen: SeenFile | undefined): OpenedFile {
    if (!seen) return openAt(onDisk(where));
    return this.#hasDescriptors ? this.#openBelow(where, seen) : openAndLookAgain(where, seen);
  }

  close(): void {
    if (this.#folder) closeSync(this.#folder.fd);
    this.#folder = undefined;
  }

  #openBelow({ path, bytes }: DiskPath, seen: SeenFile): OpenedFile {
    const isKnown = this.#folder?.path === dirname(path);
    try {
      const folder = this.#enter({ path: dirname(path), bytes }, seen);
      const file = openAt(onDisk({ path: `${descriptors}/${folder}/${basename(path)}`, bytes }));
      return checked(file, (stats) => assertSame(stats, seen));
    } catch (error) {
      if (!isKnown) throw error;
      // Another folder may have its name by now.
      this.close();
      return this.#openBelow({ path, bytes }, seen);
    }
  }

  #enter({ path, bytes }: DiskPath, { root }: SeenFile): number {
    if (this.#folder?.path === path && this.#folder.root === root) return this.#folder.fd;
    this.close();
    const fd = openFolder(onDisk({ path, bytes }));
    const real = readlinkSync(`${descriptors}/${fd}`);
    if (real !== root && !isBelow(root, real)) {
      closeSync(fd);
      throw outside();
    }
    this.#folder = { path, root, fd };
    return fd;
  }
}

const openAt = (path: string | Buffer): OpenedFile => {
  let fd: number;
  try {
    fd = openSync(path, flags);
  } catch (error) {
    throw explained(error);
  }
  const stats = fstatSync(fd, { bigint: true });
  if (stats.isFile()) return { fd, stats };
  closeSync(fd);
  throw new SourceMissing('The source is no longer a file.');
};

const explained = (error: unknown): unknown => {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new SourceMissing('The source file is gone.', { cause: error });
  return code === 'ELOOP'
    ? new SourceChanged('The source became a link after it was listed.', { cause: error })
    : error;
};

/** A path as the operating system takes it. */
const onDisk = ({ path, bytes }: DiskPath): string | Buffer =>
  bytes ? Buffer.from(path, 'latin1') : path;

/** A file that does not pass is closed again. */
const checked = (file: OpenedFile, check: (stats: BigIntStats) => void): OpenedFile => {
  try {
    check(file.stats);
    return file;
  } catch (error) {
    closeSync(file.fd);
    throw explained(error);
  }
};

const assertSame = (stats: Parameters<typeof identityOf>[0], { id }: SeenFile): void => {
  if (identityOf(stats) !== id)
    throw new SourceChanged('Another file took the place of the source after it was listed.');
};

const outside = (): SourceChanged =>
  new SourceChanged('A folder of its path became a link that leads out of the source.');

const openFolder = (path: string | Buffer): number => {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
  } catch (error) {
    throw explained(error);
  }
};

/** Where folders cannot be held open by number: the path must lead to the same file afterwards. */
const openAndLookAgain = (where: DiskPath, seen: SeenFile): OpenedFile =>
  checked(openAt(onDisk(where)), (stats) => {
    assertSame(stats, seen);
    const real = realpathSync.native(onDisk(where));
    if (!isBelow(seen.root, real)) throw outside();
    assertSame(lstatSync(real), seen);
  });
