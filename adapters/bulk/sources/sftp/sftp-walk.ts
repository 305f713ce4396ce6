import { unsafePath } from '../../../../core/bulk/model/source-path.ts';
import type { SourceFile } from '../../../../core/bulk/model/transfer.ts';
import { InvalidInput, SourceMissing } from '../../../../core/errors.ts';
import { toBytes, toText } from '../byte-names.ts';
import { emptied } from '../disk-file.ts';
import type { SftpClient } from './sftp-client.ts';
import { type FolderEntry, readFolder } from './sftp-folder.ts';
import { inspectTarget, problemOf, refused, serverPath, type Tree, taken } from './sftp-tree.ts';

type Walking = {
  client: SftpClient;
  tree: Tree;
  anyName: boolean;
  /** In bytes. */
  after: string | undefined;
};

/** `prefix`: the folder's path in bytes, empty or ending in `/`. `above`: real paths of folders. */
type Level = { prefix: string; above: readonly string[] };

/**
 * Every file below the root of a tree, in byte order of its path. Throws `TransientFault` once the
 * root lost the files that were listed.
 */
export async function* walkTree(walking: Walking): AsyncGenerator<SourceFile> {
  if (walking.after !== undefined) await assertNotEmptied(walking);
  yield* filesBelow(walking, { prefix: '', above: [] });
}

const assertNotEmptied = async ({ client, tree }: Walking): Promise<void> => {
  try {
    for await (const page of client.entries(tree.root))
      if (page.some(({ name }) => name !== '.' && name !== '..')) return;
  } catch (error) {
    if (!(error instanceof SourceMissing)) throw error;
  }
  throw emptied();
};

/** Files of a folder that come after the path that was listed last. */
async function* filesBelow(walking: Walking, level: Level): AsyncGenerator<SourceFile> {
  const { client, tree } = walking;
  const entered = await enter(walking, level);
  if ('problem' in entered) {
    const { path } = entered.problem;
    if (isDue(walking, level.prefix) && toBytes(path) !== walking.after) yield entered.problem;
    return;
  }
  const folder = level.prefix === '' ? tree.root : serverPath(tree, level.prefix.slice(0, -1));
  try {
    for await (const entry of readFolder(client, folder, tree)) {
      const path = level.prefix + entry.key;
      if (entry.kind === 'folder') {
        if (mayHoldDue(walking, path))
          yield* filesBelow(walking, { prefix: path, above: entered.above });
      } else if (isDue(walking, path)) yield await inspect(walking, toText(path), entry);
    }
  } catch (error) {
    // A folder that is gone meanwhile has no files; without the root there is nothing at all.
    if (level.prefix === '') throw rootFault(error);
    if (error instanceof SourceMissing) return assertNotEmptied(walking);
    const problem = problemOf(toText(level.prefix), error);
    if (isDue(walking, level.prefix)) yield problem;
  }
}

const isDue = ({ after }: Walking, path: string): boolean => after === undefined || path > after;

const mayHoldDue = (walking: Walking, prefix: string): boolean =>
  isDue(walking, prefix) || (walking.after?.startsWith(prefix) ?? false);

const rootFault = (error: unknown): unknown =>
  error instanceof SourceMissing ? InvalidInput.of('source', 'There is no such folder.') : error;

/** The real paths down to a folder, where links are followed; or why it is not entered. */
const enter = async (
  { client, tree, anyName }: Walking,
  { prefix, above }: Level,
): Promise<{ above: readonly string[] } | { problem: SourceFile }> => {
  const path = toText(prefix);
  const unsafe = prefix === '' || anyName ? undefined : unsafePath(path.slice(0, -1));
  if (unsafe) {
    const message = `The folder ${unsafe}. Nothing below this folder was taken; rename it.`;
    return { problem: refused(path, 'UnsafeName', message) };
  }
  if (!tree.followLinks) return { above };
  const named = prefix === '' ? tree.root : serverPath(tree, prefix.slice(0, -1));
  const real = await client.realpath(named).catch(() => named);
  if (!above.includes(real)) return { above: [...above, real] };
  const message = 'The link leads to a folder above it.';
  return { problem: refused(path.slice(0, -1), 'NotAFile', message) };
};

const inspect = async (
  { client, tree, anyName }: Walking,
  path: string,
  entry: FolderEntry,
): Promise<SourceFile> => {
  const unsafe = anyName ? undefined : unsafePath(path);
  if (unsafe)
    return refused(path, 'UnsafeName', `The file ${unsafe}. Rename it, or use --names encode.`);
  if (entry.kind === 'link') return inspectTarget(client, tree, path);
  if (entry.kind !== 'file') return refused(path, 'NotAFile', 'The entry is no plain file.');
  const file = serverPath(tree, toBytes(path));
  return taken(path, { file, root: tree.followLinks ? undefined : tree.root }, entry);
};
