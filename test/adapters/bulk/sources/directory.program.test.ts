import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, realpathSync, renameSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DirectorySource } from '../../../../adapters/bulk/sources/directory.ts';
import { inItems } from '../../../../core/shared/in-groups.ts';
import { list, only } from './directory-listing.ts';
import { temporaryFolder } from './temporary-folder.ts';

const disk = temporaryFolder();
afterAll(disk.remove);

describe('a directory', () => {
  it('tells size and time of change of every file', async () => {
    const folder = disk.write({ 'a.jpg': 'bytes' });
    utimesSync(join(folder, 'a.jpg'), 1_700_000_000, 1_700_000_000);
    expect(await only(folder)).toEqual({
      path: 'a.jpg',
      location: {
        kind: 'file',
        path: join(realpathSync(folder), 'a.jpg'),
        seen: { root: realpathSync(folder), id: expect.stringMatching(/^\d+:\d+$/) },
      },
      sizeBytes: 5,
      modifiedAt: '2023-11-14T22:13:20.000Z',
    });
  });

  it('lists in byte order of the whole path, where "/" comes after "." and before "0"', async () => {
    const folder = disk.write({
      'a/b': '',
      'a.txt': '',
      a0: '',
      'a-b': '',
      Z: '',
      é: '',
      '😀': '',
      '｡': '',
    });
    expect((await list(folder)).map(({ path }) => path)).toEqual([
      'Z',
      'a-b',
      'a.txt',
      'a/b',
      'a0',
      'é',
      '｡',
      '😀',
    ]);
  });

  it('lists in byte order and resumes anywhere, whatever the names and however few it may hold', async () => {
    const part = fc
      .string({
        minLength: 1,
        maxLength: 3,
        unit: fc.constantFrom('a', 'b', '.', '-', '0', 'é', '😀', '\\', '%'),
      })
      .filter((name) => !/^\.+$|\\\\/.test(name));
    const tree = fc.uniqueArray(
      fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/')),
      { minLength: 1, maxLength: 12 },
    );
    const property = fc.asyncProperty(
      tree,
      fc.integer({ min: 1, max: 5 }),
      async (paths, windowSize) => {
        const files = paths.filter((path) => !paths.some((other) => other.startsWith(`${path}/`)));
        const folder = disk.write(Object.fromEntries(files.map((path) => [path, ''])));
        const listed = (await list(folder, { windowSize })).map(({ path }) => path);
        expect(listed).toEqual(
          files.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
        );
        for (const [index, path] of listed.entries()) {
          expect(
            (await list(folder, { after: path, windowSize })).map((file) => file.path),
          ).toEqual(listed.slice(index + 1));
        }
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });

  it('resumes after a file that is gone by now', async () => {
    const folder = disk.write({ 'a/1': '', 'c/1': '' });
    expect((await list(folder, { after: 'b/x/y' })).map(({ path }) => path)).toEqual(['c/1']);
  });

  it('is refused when it does not exist, or is a file', async () => {
    await expect(list(join(disk.folder, 'nothing'))).rejects.toMatchObject({
      name: 'InvalidInput',
    });
    await expect(list(join(disk.write({ a: '' }), 'a'))).rejects.toMatchObject({
      name: 'InvalidInput',
    });
  });
});

describe('what may not be read', () => {
  const nobody = 65_534;

  /** As a user who owns nothing here; root may read everything. */
  const asNobody = async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    const isRoot = process.getuid?.() === 0;
    if (isRoot) process.seteuid?.(nobody);
    try {
      return await work();
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  };

  it('is a folder that is reported once, and does not stop the others', async () => {
    const folder = disk.write({ 'a.jpg': '', 'shut/b.jpg': '', 'z.jpg': '' });
    for (const open of [disk.folder, folder]) chmodSync(open, 0o755);
    chmodSync(join(folder, 'shut'), 0o000);
    const files = await asNobody(() => list(folder));
    expect(files.map(({ path, problem }) => [path, problem?.code])).toEqual([
      ['a.jpg', undefined],
      ['shut/', 'Unreadable'],
      ['z.jpg', undefined],
    ]);
    expect(
      (await asNobody(() => list(folder, { after: 'shut/' }))).map(({ path }) => path),
    ).toEqual(['z.jpg']);
  });

  it('is no source when it is the folder itself', async () => {
    const folder = disk.write({});
    chmodSync(disk.folder, 0o755);
    chmodSync(folder, 0o000);
    await expect(asNobody(() => list(folder))).rejects.toMatchObject({ name: 'InvalidInput' });
  });
});

describe('what is no file', () => {
  it('is reported, and never opened: a named pipe would wait for ever', async () => {
    const folder = disk.write({});
    execFileSync('/usr/bin/mkfifo', [join(folder, 'pipe')]);
    expect(await only(folder)).toMatchObject({
      path: 'pipe',
      location: { path: '' },
      problem: { code: 'NotAFile', message: 'The entry is a named pipe, not a file.' },
    });
  });

  it('leaves empty folders out', async () => {
    const folder = disk.write({ 'a/b': '' });
    mkdirSync(join(folder, 'empty'));
    expect((await list(folder)).map(({ path }) => path)).toEqual(['a/b']);
  });

  it('is forgotten when its folder goes while that is read', async () => {
    const folder = disk.write({ 'a/1': '', 'a/2': '', 'b/1': '' });
    const source = new DirectorySource(folder, { windowSize: 1 });
    const seen: string[] = [];
    for await (const { path } of inItems(source.list())) {
      seen.push(path);
      if (path === 'a/1') renameSync(join(folder, 'a'), join(disk.write({}), 'a'));
    }
    expect(seen).toEqual(['a/1', 'b/1']);
  });

  it('is forgotten when it goes while the folder is read', async () => {
    const folder = disk.write({ a: '', b: '' });
    const source = new DirectorySource(folder, { windowSize: 1 });
    const seen: string[] = [];
    for await (const { path } of inItems(source.list())) {
      seen.push(path);
      if (path === 'a') renameSync(join(folder, 'b'), join(disk.write({}), 'b'));
    }
    expect(seen).toEqual(['a']);
  });
});
