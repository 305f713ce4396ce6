import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { DirectorySource } from '../../../../adapters/bulk/sources/directory.ts';
import { list, only, writeBytes } from './directory-listing.ts';
import { temporaryFolder } from './temporary-folder.ts';

const disk = temporaryFolder();
afterAll(disk.remove);

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

describe.each([true, false])('a look-up by any name, with links followed: %s', (followLinks) => {
  const lookUp = (folder: string, path: string) =>
    new DirectorySource(folder, { followLinks, anyName: true }).stat(path);

  it.each([
    ['steps up', '../outside.jpg'],
    ['steps up from a folder', 'a/../../outside.jpg'],
    ['steps back', 'a/../a/b.jpg'],
    ['has an empty part', 'a//b.jpg'],
    ['begins with one', '/a/b.jpg'],
    ['ends with one', 'a/b.jpg/'],
    ['is empty', ''],
    ['stays where it is', './a/b.jpg'],
    ['steps up in escaped characters', '\\u{2e}\\x2e/outside.jpg'],
    ['has an escaped separator', 'a\\u{2f}b.jpg'],
    ['has an escape of no character', 'a\\u{110000}'],
    ['has an escaped zero', 'a\\u{0}'],
  ])('finds nothing at a path that %s: %j', async (_what, path) => {
    const folder = disk.write({ 'in/a/b.jpg': '' });
    writeFileSync(`${folder}/outside.jpg`, 'x');
    expect(await lookUp(`${folder}/in`, path)).toBeUndefined();
  });

  it.each([
    ['a\nb.jpg', 'a\\u{a}b.jpg'],
    ['..a', '..a'],
  ])('finds %j', async (name, path) => {
    const folder = disk.write({});
    writeBytes(folder, name);
    expect(await lookUp(folder, path)).toMatchObject({ path, sizeBytes: 1 });
  });
});
