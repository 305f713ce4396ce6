import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { DirectorySource } from '../../../../adapters/bulk/sources/directory.ts';
import { inItems } from '../../../../core/shared/in-groups.ts';
import { list } from './directory-listing.ts';
import { temporaryFolder } from './temporary-folder.ts';

const disk = temporaryFolder();
afterAll(disk.remove);

/** The folder under its disk's mount point, after the disk is gone. */
const unmount = (folder: string): void => {
  renameSync(folder, `${folder}-unmounted`);
  mkdirSync(folder);
};

/** Lists a folder, and does something after the first file. */
const listWhile = async (folder: string, change: () => void): Promise<string[]> => {
  const paths: string[] = [];
  for await (const { path } of inItems(new DirectorySource(folder, { windowSize: 1 }).list())) {
    paths.push(path);
    if (paths.length === 1) change();
  }
  return paths;
};

const emptied = { name: 'TransientFault', message: expect.stringContaining('Mount its disk') };

describe('a folder whose disk is unmounted while it is listed', () => {
  it('ends the listing: its folders are not taken for empty ones', async () => {
    const folder = disk.write({ 'a/1': '', 'b/1': '', 'c/1': '' });
    await expect(listWhile(folder, () => unmount(folder))).rejects.toMatchObject(emptied);
  });

  it('ends the listing: its files are not taken for removed ones', async () => {
    const folder = disk.write({ 'a/1': '', b: '', c: '' });
    await expect(listWhile(folder, () => unmount(folder))).rejects.toMatchObject(emptied);
  });

  it('is not one that loses some of its folders and files', async () => {
    const folder = disk.write({ 'a/1': '', 'b/1': '', c: '', d: '' });
    const remove = () => {
      for (const name of ['b', 'c']) rmSync(join(folder, name), { recursive: true });
    };
    expect(await listWhile(folder, remove)).toEqual(['a/1', 'd']);
  });

  it('is not listed on', async () => {
    const folder = disk.write({});
    await expect(list(folder, { after: 'a/1' })).rejects.toMatchObject(emptied);
  });
});
