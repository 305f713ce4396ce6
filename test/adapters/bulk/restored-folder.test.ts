import { createHash } from 'node:crypto';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { RestoredFolder } from '../../../adapters/bulk/restored-folder.ts';
import { TransientFault } from '../../../core/errors.ts';
import { temporaryFolder } from './sources/temporary-folder.ts';

const temporary = temporaryFolder();
afterAll(temporary.remove);

/** Holds the folder `back`, and `elsewhere/2019/a.jpg` beside it. */
let outer: string;
const at = (path: string): string => join(outer, path);
const textAt = (path: string): string => readFileSync(at(path), 'utf8');

beforeEach(() => {
  outer = temporary.write({ 'back/here.txt': 'H', 'elsewhere/2019/a.jpg': 'theirs' });
});

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64');

async function* bytesOf(...pieces: string[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield Buffer.from(piece);
}

const folderAt = (path = 'back'): RestoredFolder => new RestoredFolder(at(path));
const write = (name: string, folder = folderAt()): Promise<void> =>
  folder.write(name, bytesOf('o', 'urs'), { sha256: hashOf('ours') });

describe('a file that comes back', () => {
  it('is there with its bytes and its time, and nothing else is left', async () => {
    const modifiedAt = '2020-01-01T12:00:00.000Z';
    await folderAt().write('2019/a.jpg', bytesOf('ours'), { modifiedAt });
    expect(textAt('back/2019/a.jpg')).toBe('ours');
    expect(statSync(at('back/2019/a.jpg')).mtime.toISOString()).toBe(modifiedAt);
    expect(readdirSync(at('back/2019'))).toEqual(['a.jpg']);
  });

  it('leaves nothing when its bytes have another hash', async () => {
    const written = folderAt().write('a.jpg', bytesOf('ours'), { sha256: hashOf('other') });
    await expect(written).rejects.toMatchObject({ name: 'SourceChanged' });
    expect(readdirSync(at('back'))).toEqual(['here.txt']);
  });

  it('replaces no file that appeared under its name meanwhile, unless it is told to', async () => {
    const late = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('ours');
      writeFileSync(at('back/a.jpg'), 'theirs');
    };
    const written = folderAt().write('a.jpg', late(), {});
    await expect(written).rejects.toMatchObject({ name: 'AlreadyExists' });
    expect([textAt('back/a.jpg'), readdirSync(at('back'))]).toEqual([
      'theirs',
      ['a.jpg', 'here.txt'],
    ]);
    await folderAt().write('a.jpg', late(), { replace: true });
    expect(textAt('back/a.jpg')).toBe('ours');
  });

  it('has the bytes of its name, which are no UTF-8, and replaces no other file of it', async () => {
    await write('caf\\xe9/\\xff.jpg');
    const folder = Buffer.from(at('back/caf\xe9'), 'latin1');
    expect(readdirSync(folder, 'buffer')).toEqual([Buffer.from('\xff.jpg', 'latin1')]);
    await expect(write('caf\\xe9/\\xff.jpg')).rejects.toMatchObject({ name: 'AlreadyExists' });
    expect(readdirSync(folder, 'buffer')).toEqual([Buffer.from('\xff.jpg', 'latin1')]);
    const found = { kind: 'file', sha256: hashOf('ours') };
    expect(await folderAt().look('caf\\xe9/\\xff.jpg')).toEqual(found);
  });

  it.each([
    ['a half of a pair', '\\u{d800}'],
    ['NUL', 'a\\u{0}'],
    ['a slash', 'a\\x2fb'],
    ['two points', '\\u{2e}\\x2e'],
    ['nothing', '\\u{}'],
  ])('keeps the escape of %s, which no name can have', async (_what, name) => {
    await write(name);
    expect(readdirSync(at('back'))).toContain(name);
  });

  it('says so where a file has the name of its folder', async () => {
    const wanted = 'A file has the name of a folder in its path.';
    await expect(write('here.txt/a.jpg')).rejects.toThrow(wanted);
    await expect(write('a.jpg', folderAt('back/here.txt'))).rejects.toThrow(wanted);
  });

  it('ends the whole restore where the disk is full, and leaves nothing', async () => {
    async function* pieces(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('o');
      throw Object.assign(new Error('write'), { code: 'ENOSPC' });
    }
    await expect(folderAt().write('a.jpg', pieces(), {})).rejects.toThrow(TransientFault);
    await expect(folderAt().write('a.jpg', pieces(), {})).rejects.toThrow(/is full. Make room/);
    expect(readdirSync(at('back'))).toEqual(['here.txt']);
  });

  it.each([
    ['of ASCII', 'x'.repeat(255)],
    ['of two-byte characters', 'é'.repeat(127)],
    ['of four-byte characters', '😀'.repeat(63)],
  ])('may have the longest name that a folder takes, %s', async (_name, name) => {
    await write(`2019/${name}`);
    expect(textAt(`back/2019/${name}`)).toBe('ours');
  });

  it('is written at the top of the folder first, however long its path is', async () => {
    const deep = `back/${'long/'.repeat(60)}root`;
    const seen: string[][] = [];
    async function* pieces(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('ours');
      seen.push(readdirSync(at(deep)).sort());
    }
    await folderAt(deep).prepare();
    await folderAt(deep).write('2019/a.jpg', pieces(), {});
    expect(seen).toEqual([[expect.stringMatching(/^\.[0-9a-f-]+\.keepsake-part$/), '2019']]);
    expect(readdirSync(at(deep))).toEqual(['2019']);
    expect(textAt(`${deep}/2019/a.jpg`)).toBe('ours');
  });

  it.each([
    ['a link of its path leads nowhere', 'link/a.jpg', /A link in the path leads nowhere \(ENOENT/],
    ['a link of its path leads to itself', 'loop/a.jpg', /A link in the path leads now.*ELOOP/],
    ['its name is too long', 'x'.repeat(256), /takes no name as long as that \(ENAMETOOLONG/],
  ])('says in words that %s', async (_what, name, message) => {
    symlinkSync('nowhere', at('back/link'));
    symlinkSync('loop', at('back/loop'));
    await expect(write(name)).rejects.toThrow(message);
    expect(readdirSync(at('back')).sort()).toEqual(['here.txt', 'link', 'loop']);
  });
});

describe('a link below the folder', () => {
  it.each([
    ['to a folder with the file', '../elsewhere', '2019/a.jpg'],
    ['to a folder that the file would need', '../elsewhere', 'new/deep/a.jpg'],
    ['to the folder around it', '..', 'a.jpg'],
    ['to nothing', '../elsewhere/gone', 'a.jpg'],
  ])('%s never leads out', async (_where, target, path) => {
    symlinkSync(target, at('back/link'));
    await expect(write(`link/${path}`)).rejects.toThrow();
    expect(readdirSync(outer).sort()).toEqual(['back', 'elsewhere']);
    expect(readdirSync(at('elsewhere'))).toEqual(['2019']);
    expect(textAt('elsewhere/2019/a.jpg')).toBe('theirs');
  });

  it('shows no file that lies outside', async () => {
    symlinkSync(at('elsewhere'), at('back/link'));
    await expect(folderAt().look('link/2019/a.jpg')).rejects.toThrow(/leads out of the folder/);
  });

  it('that begins with the name of the root is outside all the same', async () => {
    mkdirSync(at('back-up'));
    symlinkSync('../back-up', at('back/link'));
    await expect(write('link/a.jpg')).rejects.toThrow(/leads out of the folder/);
    expect(readdirSync(at('back-up'))).toEqual([]);
  });

  it('to another folder below it is as good as that folder', async () => {
    mkdirSync(at('back/real'));
    symlinkSync('real', at('back/link'));
    await write('link/a.jpg');
    expect(textAt('back/real/a.jpg')).toBe('ours');
  });

  it('in place of a file is replaced, and its target is kept', async () => {
    symlinkSync('../elsewhere/2019/a.jpg', at('back/a.jpg'));
    await folderAt().write('a.jpg', bytesOf('ours'), { replace: true });
    expect([textAt('back/a.jpg'), textAt('elsewhere/2019/a.jpg')]).toEqual(['ours', 'theirs']);
  });

  it('may be the folder itself', async () => {
    symlinkSync('back', at('alias'));
    await write('2019/a.jpg', folderAt('alias'));
    expect(textAt('back/2019/a.jpg')).toBe('ours');
  });
});

describe('a name that leads out of the folder', () => {
  it.each(['', '.', '..', '../a.jpg', '2019/../../elsewhere/a.jpg'])("'%s'", async (name) => {
    await expect(write(name)).rejects.toThrow(/leads out of the folder/);
    await expect(folderAt().look(name)).rejects.toThrow(/leads out of the folder/);
  });

  it('is none below the root of the machine', async () => {
    await expect(new RestoredFolder('/').look(at('back/here.txt'))).resolves.toEqual({
      kind: 'file',
      sha256: hashOf('H'),
    });
  });
});

describe('what is under a name', () => {
  it.each([
    ['a file', 'here.txt', { kind: 'file', sha256: hashOf('H') }],
    ['a folder', 'folder', { kind: 'folder' }],
    ['a link to a file', 'link', { kind: 'special' }],
    ['a link to nothing', 'dangling', { kind: 'special' }],
    ['nothing', 'gone.txt', undefined],
    ['nothing, not even a folder', 'gone/deep/a.txt', undefined],
    ['nothing, because a file has the name of the folder', 'here.txt/a.txt', undefined],
  ])('%s', async (_what, name, found) => {
    mkdirSync(at('back/folder'));
    symlinkSync('here.txt', at('back/link'));
    symlinkSync('gone.txt', at('back/dangling'));
    expect(await folderAt().look(name)).toEqual(found);
  });

  it('is nothing as long as the folder is not there', async () => {
    expect(await folderAt('not/yet').look('a.txt')).toBeUndefined();
    expect(() => statSync(dirname(at('not/yet')))).toThrow();
  });
});
