import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DirectorySource } from '../../../../adapters/bulk/sources/directory.ts';
import { FilesFrom } from '../../../../adapters/bulk/sources/files-from.ts';
import { inItems } from '../../../../core/shared/in-groups.ts';
import { temporaryFolder } from './temporary-folder.ts';

const temporary = temporaryFolder();
afterAll(temporary.remove);

const latin = (text: string): Buffer => Buffer.from(text, 'latin1');

/** Names by how they are shown. The bytes have one character each. */
const names: Readonly<Record<string, string>> = {
  'caf\\xe9.jpg': 'caf\xe9.jpg',
  '\\xa0#.jpg': '\xa0#.jpg',
  'x\\u{1}.jpg': 'x\x01.jpg',
  'x\\u{2028}y.jpg': 'x\xe2\x80\xa8y.jpg',
  'caf\u00e9.jpg': 'caf\xc3\xa9.jpg',
  'plain.jpg': 'plain.jpg',
  'x\\\\x41.jpg': 'x\\x41.jpg',
};

let folder: string;
let list: Buffer;

beforeEach(() => {
  folder = temporary.write({ 'photos/other.jpg': 'O' });
  for (const raw of Object.values(names)) writeFileSync(latin(`${folder}/photos/${raw}`), raw);
  list = latin(`${Object.values(names).join('\n')}\r\n# ours\n`);
});

const sourceOver = (anyName: boolean, followLinks = false): FilesFrom => {
  const file = `${folder}/list.txt`;
  writeFileSync(file, list);
  const sha256 = createHash('sha256').update(list).digest('hex');
  const source = new DirectorySource(`${folder}/photos`, { anyName, followLinks });
  return new FilesFrom(source, { file, sha256, anyName });
};

const listed = async (source: FilesFrom, after?: string): Promise<string[]> => {
  const paths: string[] = [];
  for await (const { path, problem } of inItems(source.list(after)))
    paths.push(problem ? `${path}: ${problem.code}` : path);
  return paths;
};

describe('a list of files', () => {
  it('names files by their bytes, whether these are UTF-8 or not', async () => {
    expect((await listed(sourceOver(true))).sort()).toEqual(Object.keys(names).sort());
  });

  it('may say that paths begin at the folder, as find does', async () => {
    list = latin('./plain.jpg\n/other.jpg\n././/caf\xe9.jpg\n../photos/other.jpg\n');
    expect(await listed(sourceOver(true))).toEqual([
      '../photos/other.jpg: Missing',
      'caf\\xe9.jpg',
      'other.jpg',
      'plain.jpg',
    ]);
  });

  it('goes on after each of its paths with the next one', async () => {
    const all = await listed(sourceOver(true));
    for (const [index, path] of all.entries())
      expect(await listed(sourceOver(true), path)).toEqual(all.slice(index + 1));
  });

  it('has each file once', async () => {
    list = latin('caf\xe9.jpg\n/caf\xe9.jpg\nplain.jpg\nplain.jpg');
    expect(await listed(sourceOver(true))).toEqual(['caf\\xe9.jpg', 'plain.jpg']);
  });

  it('reports the names that a batch does not take, and those that are not there', async () => {
    list = latin('caf\xe9.jpg\ncaf\xc3\xa9.jpg\nx\x01.jpg\ngone\xc3\xa9.jpg');
    expect((await listed(sourceOver(false))).sort()).toEqual([
      'caf\\xe9.jpg: UnsafeName',
      'caf\u00e9.jpg',
      'gone\u00e9.jpg: Missing',
      'x\\u{1}.jpg: UnsafeName',
    ]);
    list = latin('gone\xe9.jpg');
    expect(await listed(sourceOver(true))).toEqual(['gone\\xe9.jpg: Missing']);
  });

  it('may name files of a folder whose own name is no UTF-8', async () => {
    mkdirSync(latin(`${folder}/photos/\xe9t\xe9`));
    writeFileSync(latin(`${folder}/photos/\xe9t\xe9/a.jpg`), 'A');
    list = latin('\xe9t\xe9/a.jpg');
    expect(await listed(sourceOver(true))).toEqual(['\\xe9t\\xe9/a.jpg']);
  });
});

describe('a line of a list', () => {
  it.each([
    ['may end with CR LF', 'plain.jpg\r\nother.jpg\r\n', ['other.jpg', 'plain.jpg']],
    ['is not ended by a lone CR', 'x\ry.jpg', ['x\\u{d}y.jpg']],
    ['keeps its spaces', ' s.jpg \n', [' s.jpg ']],
    ['keeps a space that is no ASCII', 'e.jpg\xc2\xa0', ['e.jpg\u00a0']],
    ['follows a byte order mark', '\xef\xbb\xbfplain.jpg\n', ['plain.jpg']],
    ['has a byte order mark in its name after a /', '/\xef\xbb\xbfm.jpg', ['\ufeffm.jpg']],
    ['is a name that begins with # after a /', '#no\n/#7.jpg', ['#7.jpg']],
  ])('%s', async (_fact, text, found) => {
    for (const raw of ['x\ry.jpg', ' s.jpg ', 'e.jpg\xc2\xa0', '\xef\xbb\xbfm.jpg', '#7.jpg'])
      writeFileSync(latin(`${folder}/photos/${raw}`), raw);
    list = latin(text);
    expect(await listed(sourceOver(true))).toEqual(found);
  });

  it('is whole where it lies across two reads', async () => {
    const remark = `#${'x'.repeat(50)}\n`;
    list = latin(`${remark.repeat(5_000)}plain.jpg\n${remark.repeat(5_000)}other.jpg`);
    expect(await listed(sourceOver(true))).toEqual(['other.jpg', 'plain.jpg']);
  });

  it.each(['../secret', 'x/../../secret', 'x/./plain.jpg', 'a//b', '..', '/../secret'])(
    'leads to no file that the source does not list: %s',
    async (line) => {
      writeFileSync(`${folder}/secret`, 'S');
      list = latin(line);
      for (const source of [sourceOver(false), sourceOver(true), sourceOver(true, true)])
        expect(await listed(source)).toEqual([expect.stringMatching(/: (UnsafeName|Missing)$/)]);
    },
  );
});

describe('a list that is no list of lines', () => {
  it.each([
    ['of UTF-16', Buffer.from('\ufeffplain.jpg\r\n', 'utf16le'), /has NUL bytes/],
    ['that NUL bytes separate', latin('plain.jpg\0other.jpg\0'), /has NUL bytes/],
    ['of one endless line', Buffer.alloc(200_000, 'x'), /longer than a path can be/],
  ])('%s is refused', async (_what, bytes, message) => {
    list = bytes;
    await expect(listed(sourceOver(true))).rejects.toThrow(message);
  });
});
