import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  realpathSync,
  renameSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DirectorySource } from '../../../../adapters/bulk/sources/directory.ts';
import type { SourceFile } from '../../../../core/bulk/model/transfer.ts';
import { temporaryFolder } from './temporary-folder.ts';

const disk = temporaryFolder();
afterAll(disk.remove);
const list = async (
  folder: string,
  { after, windowSize = 4 }: { after?: string; windowSize?: number } = {},
): Promise<SourceFile[]> => {
  const found: SourceFile[] = [];
  for await (const file of new DirectorySource(folder, { windowSize }).list(after))
    found.push(file);
  return found;
};

const only = async (folder: string): Promise<SourceFile | undefined> => {
  const [found, ...others] = await list(folder);
  return others.length === 0 ? found : undefined;
};

/** Puts a file under a name that is not text. */
const writeBytes = (folder: string, name: string) =>
  writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name, 'latin1')]), 'x');

describe('a directory', () => {
  it('tells size and time of change of every file', async () => {
    const folder = disk.write({ 'a.jpg': 'bytes' });
    utimesSync(join(folder, 'a.jpg'), 1_700_000_000, 1_700_000_000);
    expect(await only(folder)).toEqual({
      path: 'a.jpg',
      location: { kind: 'file', path: join(realpathSync(folder), 'a.jpg') },
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

describe('links in a directory', () => {
  it('are taken as the file they lead to, when that is inside', async () => {
    const folder = disk.write({ 'real/a.jpg': 'bytes' });
    symlinkSync('real/a.jpg', join(folder, 'link.jpg'));
    const [link] = await list(folder);
    expect(link).toMatchObject({
      path: 'link.jpg',
      location: { path: join(realpathSync(folder), 'real/a.jpg') },
      sizeBytes: 5,
    });
  });

  it.each([
    ['a file outside', '/etc/passwd', 'OutsideRoot'],
    ['a folder outside', '/etc', 'OutsideRoot'],
    ['steps up', '../../outside', 'Missing'],
    ['nothing', 'nothing', 'Missing'],
    ['themselves', 'link', 'NotAFile'],
    ['the folder they are in', '.', 'OutsideRoot'],
  ])('to %s are reported and not followed', async (_what, target, code) => {
    const folder = disk.write({});
    symlinkSync(target, join(folder, 'link'));
    expect(await only(folder)).toMatchObject({
      path: 'link',
      location: { path: '' },
      problem: { code },
    });
  });

  it('to a folder inside are reported: its files are listed where they are', async () => {
    const folder = disk.write({ 'real/a.jpg': '' });
    symlinkSync('real', join(folder, 'link'));
    expect((await list(folder)).map(({ path, problem }) => [path, problem?.code])).toEqual([
      ['link', 'NotAFile'],
      ['real/a.jpg', undefined],
    ]);
  });

  it('do not lead a single look-up out either', async () => {
    const folder = disk.write({});
    symlinkSync('/etc', join(folder, 'link'));
    expect(await new DirectorySource(folder).stat('link/passwd')).toMatchObject({
      problem: { code: 'OutsideRoot' },
    });
  });

  it('to a name that is no UTF-8 are reported: it could not be opened by the text of it', async () => {
    const folder = disk.write({});
    writeBytes(folder, 'caf\xe9');
    symlinkSync(Buffer.from('caf\xe9', 'latin1'), join(folder, 'link'));
    expect((await list(folder)).map(({ path, problem }) => [path, problem?.code])).toEqual([
      ['caf\\xe9', 'UnsafeName'],
      ['link', 'UnsafeName'],
    ]);
  });

  it('beside a folder of a longer name do not make that one part of it', async () => {
    const folder = disk.write({});
    mkdirSync(`${folder}-secrets`);
    writeFileSync(`${folder}-secrets/key`, 'x');
    symlinkSync(`${folder}-secrets/key`, join(folder, 'link'));
    expect(await only(folder)).toMatchObject({ problem: { code: 'OutsideRoot' } });
  });
});

describe('names that cannot be taken', () => {
  it.each([
    ['bytes that are no UTF-8', 'caf\xe9.jpg', 'caf\\xe9.jpg'],
    ['a line break', 'a\nb.jpg', 'a\\u{a}b.jpg'],
    ['an escape sequence of terminals', '\x1b[31mred', '\\u{1b}[31mred'],
    [
      'a mark that turns text around',
      Buffer.from('photo\u202egpj.exe').toString('latin1'),
      'photo\\u{202e}gpj.exe',
    ],
    ['the look of an escape', 'caf\\xe9.jpg', 'caf\\\\xe9.jpg'],
  ])('are reported in a form that can be printed: %s', async (_what, name, shown) => {
    const folder = disk.write({});
    writeBytes(folder, name);
    expect(await only(folder)).toMatchObject({
      path: shown,
      location: { path: '' },
      problem: { code: 'UnsafeName' },
    });
  });

  it('keep two files apart of which one looks like the other escaped', async () => {
    const folder = disk.write({});
    for (const name of ['a\xff', 'a\\xff', 'a\\\\xff']) writeBytes(folder, name);
    expect(new Set((await list(folder)).map(({ path }) => path)).size).toBe(3);
  });

  it('of folders are reported once, with nothing below them', async () => {
    const folder = disk.write({ 'z.jpg': '' });
    mkdirSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from('caf\xe9', 'latin1')]));
    writeBytes(folder, 'caf\xe9/a.jpg');
    expect((await list(folder)).map(({ path }) => path)).toEqual(['caf\\xe9/', 'z.jpg']);
    expect((await list(folder, { after: 'caf\\xe9/' })).map(({ path }) => path)).toEqual(['z.jpg']);
  });

  it('are paths of more than 1,024 bytes', async () => {
    const long = Array.from({ length: 9 }, () => 'x'.repeat(120)).join('/');
    expect(await only(disk.write({ [long]: '' }))).toMatchObject({
      path: long,
      problem: { code: 'UnsafeName' },
    });
  });

  it('do not stop the others', async () => {
    const folder = disk.write({ 'a.jpg': '', 'z.jpg': '' });
    writeBytes(folder, 'm\xff');
    expect((await list(folder)).filter(({ problem }) => !problem).map(({ path }) => path)).toEqual([
      'a.jpg',
      'z.jpg',
    ]);
  });

  it('are not looked up', async () => {
    const folder = disk.write({ 'inside/a.jpg': '' });
    for (const path of ['../a', '/etc/passwd', 'inside/../../a', 'a\0b', '', 'inside//a.jpg']) {
      expect(await new DirectorySource(folder).stat(path)).toBeUndefined();
    }
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
      problem: { code: 'NotAFile', message: 'It is a named pipe, not a file.' },
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
    for await (const { path } of source.list()) {
      seen.push(path);
      if (path === 'a/1') renameSync(join(folder, 'a'), join(disk.write({}), 'a'));
    }
    expect(seen).toEqual(['a/1', 'b/1']);
  });

  it('is forgotten when it goes while the folder is read', async () => {
    const folder = disk.write({ a: '', b: '' });
    const source = new DirectorySource(folder, { windowSize: 1 });
    const seen: string[] = [];
    for await (const { path } of source.list()) {
      seen.push(path);
      if (path === 'a') renameSync(join(folder, 'b'), join(disk.write({}), 'b'));
    }
    expect(seen).toEqual(['a']);
  });
});
