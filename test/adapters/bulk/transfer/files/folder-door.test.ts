import {
  closeSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { inspectEntry } from '../../../../../adapters/bulk/sources/disk-file.ts';
import { FolderDoor } from '../../../../../adapters/bulk/transfer/files/folder-door.ts';
import type { SourceFile } from '../../../../../core/bulk/model/transfer.ts';
import { temporaryFolder } from '../../sources/temporary-folder.ts';

const disk = temporaryFolder();
afterAll(() => disk.remove());

let root = '';
let secret = '';
let door: FolderDoor;

const time = new Date('2020-01-01T00:00:00Z');

const write = (path: string, text: string): void => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  utimesSync(path, time, time);
};

beforeEach(() => {
  const folder = realpathSync(disk.write({}));
  root = join(folder, 'photos');
  secret = join(folder, 'etc');
  for (const name of ['a.jpg', '2019/05/b.jpg', '2019/05/c.jpg']) write(join(root, name), 'photo');
  for (const name of ['a.jpg', '05/b.jpg', '05/c.jpg', 'b.jpg']) write(join(secret, name), 'token');
  door = new FolderDoor();
});

const listed = async (path: string): Promise<SourceFile> => {
  const file = await inspectEntry(root, path);
  if (!file || file.problem) throw new Error(`${path} is not there`);
  return file;
};

/** The bytes of a file as the engine opens it. */
const read = ({ location }: SourceFile): string => {
  if (location.kind !== 'file') throw new Error('no file');
  const { fd } = door.open({ path: location.path }, location.seen);
  try {
    return readFileSync(fd, 'utf8');
  } finally {
    closeSync(fd);
  }
};

const swap = (path: string, target: string): void => {
  renameSync(join(root, path), join(root, `${path}.before`));
  symlinkSync(target, join(root, path));
};

describe('a file that is swapped after it was listed, for one of the same size and time', () => {
  it('is read while nothing was swapped', async () => {
    expect(read(await listed('2019/05/b.jpg'))).toBe('photo');
    expect(read(await listed('a.jpg'))).toBe('photo');
  });

  it('is not followed, being a link to a file outside', async () => {
    const file = await listed('a.jpg');
    swap('a.jpg', join(secret, 'a.jpg'));
    expect(() => read(file)).toThrow('became a link');
  });

  it('is not followed, being a link to a file inside', async () => {
    const file = await listed('a.jpg');
    swap('a.jpg', '2019/05/b.jpg');
    expect(() => read(file)).toThrow('became a link');
  });

  it.each(['2019/05', '2019'])('is not read through a link in place of %s', async (folder) => {
    const file = await listed('2019/05/b.jpg');
    swap(folder, folder === '2019' ? secret : join(secret, '05'));
    expect(() => read(file)).toThrow('leads out of the source');
  });

  it('is not read through a link that was there for the listing already', async () => {
    swap('2019', secret);
    const file = await listed('2019/05/b.jpg');
    expect(() => read(file)).toThrow('leads out of the source');
  });

  it('is not another regular file under its name', async () => {
    const file = await listed('a.jpg');
    renameSync(join(root, 'a.jpg'), join(root, 'old.jpg'));
    write(join(root, 'a.jpg'), 'decoy');
    expect(lstatSync(join(root, 'a.jpg')).mtimeMs).toBe(lstatSync(join(root, 'old.jpg')).mtimeMs);
    expect(() => read(file)).toThrow(
      expect.objectContaining({
        name: 'SourceChanged',
        message: expect.stringContaining('Another file took the place'),
      }),
    );
  });

  it('is not read when its folder was swapped after another file of it was read', async () => {
    const [b, c] = [await listed('2019/05/b.jpg'), await listed('2019/05/c.jpg')];
    expect(read(b)).toBe('photo');
    swap('2019/05', join(secret, '05'));
    // The proved folder is still open, so the listed file is read.
    expect(read(c)).toBe('photo');
    door.close();
    expect(() => read(c)).toThrow('leads out of the source');
  });
});

describe('a folder that is replaced while its files are read', () => {
  it('is entered again under its name', async () => {
    expect(read(await listed('2019/05/b.jpg'))).toBe('photo');
    renameSync(join(root, '2019'), join(root, '2018'));
    write(join(root, '2019/05/b.jpg'), 'newer');
    expect(read(await listed('2019/05/b.jpg'))).toBe('newer');
  });

  it('has no file when it is gone', async () => {
    const [b, c] = [await listed('2019/05/b.jpg'), await listed('2019/05/c.jpg')];
    read(b);
    rmSync(join(root, '2019'), { recursive: true });
    expect(() => read(c)).toThrow(expect.objectContaining({ name: 'SourceMissing' }));
  });
});
