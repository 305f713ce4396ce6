import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { ManifestLimits } from '../../../../../adapters/bulk/sources/manifest/manifest-lines.ts';
import type { ManifestEntry } from '../../../../../core/bulk/model/manifest.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { readManifest } from './read-manifest.ts';

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

  // In a process of its own: other tests sort in the temporary folder at the same time.
  it('leaves nothing behind in the temporary folder', () => {
    const temporary = disk.write({});
    const script = `
      import { readdirSync } from 'node:fs';
      import { Manifest } from '${new URL('../../../../../adapters/bulk/sources/manifest/manifest.ts', import.meta.url)}';
      const manifest = new Manifest(process.argv[1]);
      for await (const _ of manifest.entries()) console.log(readdirSync('${temporary}').length);
      await manifest.close();`;
    const meanwhile = execFileSync(
      process.execPath,
      [
        '--no-warnings',
        '--input-type=module',
        '-e',
        script,
        join(disk.write({ 'a.csv': 'path\na\n' }), 'a.csv'),
      ],
      { env: { ...process.env, TMPDIR: temporary }, encoding: 'utf8' },
    );
    expect([meanwhile.trim(), readdirSync(temporary)]).toEqual(['1', []]);
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
