import { unsafePath } from '../../../../core/bulk/model/source-path.ts';
import type { SourceFile } from '../../../../core/bulk/model/transfer.ts';
import { SourceMissing } from '../../../../core/errors.ts';
import { rawName, toBytes, toText } from '../byte-names.ts';
import { refusedFilesOf } from '../refused-file.ts';
import { type SftpClient, Unreadable } from './sftp-client.ts';
import type { Attributes } from './sftp-packets.ts';

/** Where files are looked for, without links in it; one character for each byte. */
export type Tree = { root: string; followLinks: boolean };

/** A file that is recorded and is not opened. */
export const refused = refusedFilesOf('sftp');

/** The path of a file on its server; both in bytes. Only names that are escaped are undone. */
export const serverPath = ({ root }: Tree, shown: string): string => {
  const isEscaped = shown.includes('\\') && unsafePath(toText(shown)) !== undefined;
  return `${root === '/' ? '' : root}/${isEscaped ? rawName(shown) : shown}`;
};

/** A file's path without links. Throws `OutsideRoot` as a refusal of its own. */
export const taken = (
  path: string,
  place: { file: string; root?: string | undefined },
  { sizeBytes, modifiedSeconds }: Attributes,
): SourceFile => ({
  path,
  location: {
    kind: 'sftp',
    path: place.file,
    ...(place.root !== undefined && { root: place.root }),
  },
  ...(sizeBytes !== undefined && { sizeBytes }),
  ...(modifiedSeconds !== undefined && {
    modifiedAt: new Date(modifiedSeconds * 1000).toISOString(),
  }),
});

const kinds = { file: 'a file', folder: 'a folder', link: 'a link', other: 'no plain file' };

/** The problem of a file that its server does not give; other errors are thrown. */
export const problemOf = (path: string, error: unknown): SourceFile => {
  if (error instanceof SourceMissing) return refused(path, 'Missing', 'There is no such file.');
  if (error instanceof Unreadable) return refused(path, 'Unreadable', error.message);
  throw error;
};

/** The file that a path leads to, through links if need be. */
export const inspectTarget = async (
  client: SftpClient,
  tree: Tree,
  path: string,
): Promise<SourceFile> => {
  const { root, followLinks } = tree;
  const named = serverPath(tree, toBytes(path));
  try {
    const [real, facts] = await Promise.all([client.realpath(named), client.stat(named)]);
    if (!followLinks && !isBelow(root, real))
      return refused(
        path,
        'OutsideRoot',
        'The link leads out of the folder. Links out are not followed.',
      );
    if (facts.kind !== 'file')
      return refused(
        path,
        'NotAFile',
        `The path leads to ${kinds[facts.kind]}. ` +
          'Files below a folder are listed where they really are.',
      );
    return taken(path, { file: real, root: followLinks ? undefined : root }, facts);
  } catch (error) {
    return problemOf(path, error);
  }
};

const isBelow = (root: string, path: string): boolean =>
  path.startsWith(root.endsWith('/') ? root : `${root}/`);
