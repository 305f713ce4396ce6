import { isUtf8 } from 'node:buffer';
import { lstatSync, type Stats } from 'node:fs';
import { lstat, opendir, realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import { unsafePath } from '../../../core/bulk/model/source-path.ts';
import type { SourceFile } from '../../../core/bulk/model/transfer.ts';
import { InvalidInput, TransientFault } from '../../../core/errors.ts';
import { identityOf, isBelow } from '../transfer/files/file-identity.ts';
import { rawName, toBytes } from './byte-names.ts';
import { refusedFilesOf } from './refused-file.ts';

/** A path on disk: text where it is UTF-8, else its bytes. */
type DiskPath = { file: string; bytes?: true };

/** A file that is recorded and is not opened. */
export const refused = refusedFilesOf('file');

/** Gone between listing and looking; not worth a word. */
export const isGone = (error: unknown): boolean =>
  code(error) === 'ENOENT' || code(error) === 'ENOTDIR';

const code = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown';

/** The source folder lost what was listed of it. Taken for empty, its files would be left out. */
export const emptied = (): TransientFault =>
  new TransientFault(
    'The source folder is empty or gone, and files of it were listed before. Mount its disk, ' +
      'then resume.',
  );

/** Throws if a folder that had files is empty now: its disk was unmounted. `root`: real path. */
export const assertNotEmptied = async (root: string): Promise<void> => {
  if (await hasNoEntry(root)) throw emptied();
};

/** True for an empty folder, and for one that is gone. */
export const hasNoEntry = async (root: string): Promise<boolean> => {
  const first = await opendir(root).then(
    (opened) => opened.read().finally(() => opened.close()),
    () => null,
  );
  return first === null;
};

/** Too many open files in this process or machine. Says nothing about this file. */
const passing = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN', 'EBUSY']);

/**
 * A file or folder the operating system does not give. The folder everything is in has no path, and
 * nothing to continue with.
 */
export const unreadable = (path: string, error: unknown): SourceFile => {
  const reason = code(error);
  if (passing.has(reason))
    throw new TransientFault(`Files cannot be read now (${reason}). Try again later.`, {
      cause: error,
    });
  if (path === '') throw InvalidInput.of('source', `The folder cannot be read (${reason}).`);
  const isForbidden = reason === 'EACCES' || reason === 'EPERM';
  const remedy = isForbidden
    ? 'Give the user who runs this the right to read it'
    : 'Check its disk';
  const what = path.endsWith('/') ? 'folder' : 'file';
  return refused(
    path,
    'Unreadable',
    `The ${what} cannot be read (${reason}). ${remedy}, then resume.`,
  );
};

/** One file below `root` (a real path), not reached through a link; undefined if gone. */
export async function inspectEntry(root: string, path: string): Promise<SourceFile | undefined> {
  const where = onDisk(root, path);
  try {
    const facts = await lstat(pathOf(where));
    if (facts.isFile()) return taken(path, { root, ...where, facts });
    if (facts.isSymbolicLink()) return await inspectTarget(root, path);
    return refused(path, 'NotAFile', `The entry is ${kindOf(facts)}, not a file.`);
  } catch (error) {
    return isGone(error) ? undefined : unreadable(path, error);
  }
}

/** Most paths have no escaped character. The others are given to a source that takes any name. */
const onDisk = (root: string, path: string): DiskPath => {
  if (!path.includes('\\') || unsafePath(path) === undefined) return { file: `${root}/${path}` };
  const raw = Buffer.from(`${toBytes(root)}/${rawName(toBytes(path))}`, 'latin1');
  return isUtf8(raw) ? { file: raw.toString() } : { file: raw.toString('latin1'), bytes: true };
};

/** A path as the operating system takes it. */
const pathOf = ({ file, bytes }: DiskPath): string | Buffer =>
  bytes ? Buffer.from(file, 'latin1') : file;

type Found = { root: string; file: string; bytes?: true; facts: Stats };

const taken = (path: string, { root, file, bytes, facts }: Found): SourceFile => ({
  path,
  location: {
    kind: 'file',
    path: file,
    ...(bytes && { bytes }),
    seen: { root, id: identityOf(facts) },
  },
  sizeBytes: facts.size,
  // `mtime` is made by its first reader, at the price of the whole file's other facts.
  modifiedAt: new Date(Math.round(facts.mtimeMs)).toISOString(),
});

/** A synchronous `inspectEntry` for plain files; all else, errors too, goes the async way. */
export function inspectEntryNow(
  root: string,
  path: string,
): SourceFile | Promise<SourceFile | undefined> {
  const where = onDisk(root, path);
  try {
    const facts = lstatSync(pathOf(where));
    if (facts.isFile()) return taken(path, { root, ...where, facts });
  } catch {}
  return inspectEntry(root, path);
}

/** The file that a path leads to through links. The file must lie below `root`. */
export async function inspectTarget(root: string, path: string): Promise<SourceFile> {
  try {
    const where = onDisk(root, path);
    const bytes = await realpath(pathOf(where), { encoding: 'buffer' });
    const file = bytes.toString();
    if (!isBelow(root, file))
      return refused(
        path,
        'OutsideRoot',
        'The link leads out of the folder. Links out are not followed.',
      );
    if (!isUtf8(bytes)) return await inspectBytes(path, { root, where, real: bytes });
    // A link here was made after the path was resolved.
    const facts = await lstat(file);
    if (facts.isFile()) return taken(path, { root, file, facts });
    return refused(
      path,
      'NotAFile',
      `The link leads to ${kindOf(facts)}. Files below a folder are listed where they really are.`,
    );
  } catch (error) {
    if (isGone(error)) return refused(path, 'Missing', 'There is no such file.');
    return code(error) === 'ELOOP'
      ? refused(path, 'NotAFile', 'The link leads to itself.')
      : unreadable(path, error);
  }
}

/** A file whose name is not UTF-8. Once opened, a link to it would look the same. */
const inspectBytes = async (
  path: string,
  { root, where, real }: { root: string; where: DiskPath; real: Buffer },
): Promise<SourceFile> => {
  if (!where.bytes || real.toString('latin1') !== where.file)
    return refused(path, 'UnsafeName', 'The link leads to a file whose name is no UTF-8.');
  const facts = await lstat(real);
  return facts.isFile()
    ? taken(path, { root, ...where, facts })
    : refused(path, 'NotAFile', `The entry is ${kindOf(facts)}, not a file.`);
};

/**
 * The file that a path leads to through links, wherever it lies. The transfer opens it there, and
 * expects the file that is found now.
 */
export async function inspectFollowed(root: string, path: string): Promise<SourceFile> {
  try {
    const bytes = await realpath(pathOf(onDisk(root, path)), { encoding: 'buffer' });
    const file = bytes.toString();
    if (!isUtf8(bytes))
      return refused(path, 'UnsafeName', 'The path leads to a file whose name is no UTF-8.');
    const facts = await lstat(file);
    return facts.isFile()
      ? taken(path, { root: dirname(file), file, facts })
      : refused(path, 'NotAFile', `The entry is ${kindOf(facts)}, not a file.`);
  } catch (error) {
    if (isGone(error)) return refused(path, 'Missing', 'The link leads nowhere.');
    return code(error) === 'ELOOP'
      ? refused(path, 'NotAFile', 'The link leads to itself.')
      : unreadable(path, error);
  }
}

const kindOf = (facts: Stats): string => {
  if (facts.isDirectory()) return 'a folder';
  if (facts.isFIFO()) return 'a named pipe';
  if (facts.isSymbolicLink()) return 'another link';
  return facts.isSocket() ? 'a socket' : 'a device';
};
