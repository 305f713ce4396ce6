import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { ManifestLimits } from '../../../../adapters/bulk/sources/manifest-lines.ts';
import type { ManifestEntry } from '../../../../core/bulk/model/manifest.ts';
import { readManifest } from './read-manifest.ts';
import { temporaryFolder } from './temporary-folder.ts';

const disk = temporaryFolder();
const hash = 'ab'.repeat(32);
afterAll(disk.remove);

const read = (
  kind: 'csv' | 'jsonl',
  content: string | Uint8Array,
  limits: Partial<ManifestLimits> = {},
): Promise<ManifestEntry[]> => readManifest({ folder: disk.folder, kind, content }, limits);

describe('a manifest', () => {
  it('is CSV with a header, in any order of columns', async () => {
    expect(
      await read(
        'csv',
        `size,path,contentType,sha256\n12,a.jpg,image/jpeg,${hash}\n,"b, c.jpg",,\n`,
      ),
    ).toEqual([
      {
        path: 'a.jpg',
        size: 12,
        contentType: 'image/jpeg',
        sha256: Buffer.from(hash, 'hex').toString('base64'),
      },
      { path: 'b, c.jpg' },
    ]);
  });

  it('is JSON Lines', async () => {
    expect(await read('jsonl', `{"path":"a.jpg","size":12}\r\n\n{"path":"b\\u00e9.jpg"}`)).toEqual([
      { path: 'a.jpg', size: 12 },
      { path: 'bé.jpg' },
    ]);
  });

  it.each(['csv', 'jsonl'] as const)('may begin with a byte order mark (%s)', async (kind) => {
    expect(
      await read(kind, kind === 'csv' ? '\ufeffpath\na.jpg\n' : '\ufeff{"path":"a.jpg"}\n'),
    ).toEqual([{ path: 'a.jpg' }]);
  });

  it('is given out in byte order, each path once', async () => {
    expect((await read('csv', 'path\nb\n😀\n｡\na\nb\n')).map(({ path }) => path)).toEqual([
      'a',
      'b',
      '｡',
      '😀',
    ]);
  });

  it('leaves nothing behind in the temporary folder', async () => {
    const mine = () =>
      readdirSync(tmpdir()).filter((name) => /^keepsake-[A-Za-z0-9]{6}$/.test(name));
    const before = mine();
    await read('csv', 'path\na\n');
    expect(mine()).toEqual(before);
    expect(existsSync(disk.folder)).toBe(true);
  });

  it('says whose a file becomes: an owner as it is, a user by their bare id', async () => {
    expect(
      await read('csv', 'path,owner,partner\na,42,shop\nb,usr_ada,\nc,auth0|7,\nd,,\n'),
    ).toEqual([
      { path: 'a', owner: 'usr_42', partner: 'shop' },
      { path: 'b', owner: 'usr_ada' },
      { path: 'c', owner: 'usr_auth0|7' },
      { path: 'd' },
    ]);
  });
});
