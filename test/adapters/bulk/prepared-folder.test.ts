import { readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { RestoredFolder } from '../../../adapters/bulk/restored-folder.ts';
import { temporaryFolder } from './sources/temporary-folder.ts';

const temporary = temporaryFolder();
afterAll(temporary.remove);

let outer: string;
const at = (path: string): string => join(outer, path);
const folderAt = (path = 'back'): RestoredFolder => new RestoredFolder(at(path));

beforeEach(() => {
  outer = temporary.write({ 'back/here.txt': 'H' });
});

describe('a folder that files are to come back to', () => {
  it('is made, and is left as it is if it is there', async () => {
    await folderAt('new/deep').prepare();
    await folderAt().prepare();
    expect([readdirSync(at('new/deep')), readdirSync(at('back'))]).toEqual([[], ['here.txt']]);
  });

  it.each(['back/here.txt', 'back/here.txt/x', '/proc/self/nope', '/sys/nope'])(
    'is refused if it cannot be one: %s',
    async (name) => {
      const folder = new RestoredFolder(resolve(outer, name));
      await expect(folder.prepare()).rejects.toMatchObject({
        name: 'InvalidInput',
        message: expect.stringContaining('No file can be written to this folder'),
      });
    },
  );

  it('loses the parts of runs that were killed, and no other file', async () => {
    let part = '';
    async function* pieces(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('ours');
      part = readdirSync(at('back')).find((name) => name.endsWith('-part')) ?? 'none';
    }
    await folderAt().write('a.jpg', pieces(), {});
    const [host, pid, run, random] = part.slice(1, -'.keepsake-part'.length).split('-');
    const named = (...words: (string | number | undefined)[]): string =>
      `.${words.join('-')}.keepsake-part`;
    const other = '0'.repeat(8);
    // No process has a number as high as that.
    const left = [named(host, 2 ** 30, other, random), named(host, pid, other, random)];
    const kept = [
      named(host, process.ppid, other, random),
      named(other, 2 ** 30, other, random),
      named(host, pid, run, random),
      '.mine.keepsake-part',
    ];
    for (const name of [...left, ...kept]) writeFileSync(at(`back/${name}`), 'part');
    await folderAt().prepare();
    expect(readdirSync(at('back')).sort()).toEqual([...kept, 'a.jpg', 'here.txt'].sort());
  });
});
