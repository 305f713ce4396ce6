import { describe, expect, it } from '@jest/globals';
import type { SftpClient } from '../../../../../adapters/bulk/sources/sftp/sftp-client.ts';
import { walkTree } from '../../../../../adapters/bulk/sources/sftp/sftp-walk.ts';
import { SourceMissing } from '../../../../../core/errors.ts';

/** A server's folders, and the names of the files in each. */
type Folders = Map<string, readonly string[]>;

const clientOf = (folders: Folders): SftpClient => {
  const entries = async function* (folder: string) {
    const files = folders.get(folder);
    if (!files) throw new SourceMissing('There is no such file.');
    const below = [...folders.keys()].filter((name) => name.startsWith(`${folder}/`));
    const named = below.map((name) => name.slice(folder.length + 1));
    yield [
      { name: '.', kind: 'folder' },
      ...named.map((name) => ({ name, kind: 'folder' })),
      ...files.map((name) => ({ name, kind: 'file', sizeBytes: 1 })),
    ];
  };
  return { entries } as unknown as SftpClient;
};

const list = async (
  folders: Folders,
  { after, change }: { after?: string; change?: () => void } = {},
): Promise<string[]> => {
  const tree = { root: '/srv', followLinks: false };
  const found: string[] = [];
  for await (const { path } of walkTree({
    client: clientOf(folders),
    tree,
    anyName: false,
    after,
  })) {
    found.push(path);
    if (found.length === 1) change?.();
  }
  return found;
};

const served = (): Folders =>
  new Map([
    ['/srv', ['z']],
    ['/srv/a', ['1']],
    ['/srv/b', ['1']],
  ]);

const emptied = { name: 'TransientFault', message: expect.stringContaining('Mount its disk') };

describe('a folder of an SSH server whose disk is unmounted', () => {
  it('while it is listed ends the listing', async () => {
    const folders = served();
    const change = () => {
      folders.clear();
      folders.set('/srv', []);
    };
    await expect(list(folders, { change })).rejects.toMatchObject(emptied);
  });

  it('is not listed on', async () => {
    await expect(list(new Map([['/srv', []]]), { after: 'a/1' })).rejects.toMatchObject(emptied);
    await expect(list(new Map(), { after: 'a/1' })).rejects.toMatchObject(emptied);
  });

  it('is not one that loses a folder', async () => {
    const folders = served();
    expect(await list(folders, { change: () => folders.delete('/srv/b') })).toEqual(['a/1', 'z']);
  });
});
