import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { DirectorySource } from '../../../../adapters/bulk/sources/directory.ts';
import { list, only, writeBytes } from './directory-listing.ts';
import { temporaryFolder } from './temporary-folder.ts';

const disk = temporaryFolder();
afterAll(disk.remove);

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
