import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Manifest } from '../../../../../adapters/bulk/sources/manifest/manifest.ts';
import type { ManifestLimits } from '../../../../../adapters/bulk/sources/manifest/manifest-lines.ts';
import type { ManifestEntry } from '../../../../../core/bulk/model/manifest.ts';
import { unsafePath } from '../../../../../core/bulk/model/source-path.ts';
import { InvalidInput } from '../../../../../core/errors.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { entriesOf, readManifest } from './read-manifest.ts';

const disk = temporaryFolder();
afterAll(disk.remove);

const read = (
  kind: 'csv' | 'jsonl',
  content: string | Uint8Array,
  limits: Partial<ManifestLimits> = {},
): Promise<ManifestEntry[]> => readManifest({ folder: disk.folder, kind, content }, limits);

const refusal = (
  kind: 'csv' | 'jsonl',
  content: string | Uint8Array,
  limits?: Partial<ManifestLimits>,
): Promise<string> =>
  read(kind, content, limits).then(
    () => 'taken',
    (error: unknown) => (error instanceof InvalidInput ? error.message : Promise.reject(error)),
  );

describe('a hostile manifest', () => {
  it.each([
    ['steps up', '../etc/passwd'],
    ['an absolute path', '/etc/passwd'],
    ['a NUL', 'a\0b'],
    ['a line break', 'a\nb'],
    ['a mark that turns text around', 'a\u202eb'],
    ['half a character', '\ud800'],
    ['2 KB of name', 'x'.repeat(2048)],
    ['a URL', 'http://169.254.169.254/latest'],
    ['nothing', ''],
  ])('is refused with the line: %s', async (_what, path) => {
    expect(await refusal('jsonl', `{"path":"fine"}\n${JSON.stringify({ path })}\n`)).toMatch(
      /^line 2: path the file has/,
    );
  });

  it.each([
    ['no object', '[]'],
    ['no path', '{"size":1}'],
    ['a path that is no text', '{"path":{"toString":"x"}}'],
    ['an unknown field', '{"path":"a","sha265":"x"}'],
    ['a prototype', '{"path":"a","__proto__":{"size":1}}'],
    ['a size below nothing', '{"path":"a","size":-1}'],
    ['a size beyond everything', '{"path":"a","size":1e30}'],
    ['a size that is no number', '{"path":"a","size":"12 MB"}'],
    ['a hash that is none', '{"path":"a","sha256":"abc"}'],
    ['a type with a header in it', '{"path":"a","contentType":"text/html\\r\\nx: y"}'],
    ['no JSON', '{"path":'],
  ])('is refused with the line: %s', async (_what, line) => {
    expect(await refusal('jsonl', `{"path":"fine"}\n${line}\n`)).toMatch(/^line 2: /);
  });

  it('names twenty lines that are wrong, and stops there', async () => {
    expect((await refusal('csv', `path\n${'../x\n'.repeat(1000)}`)).split('; ')).toHaveLength(20);
  });

  it('gives out nothing, however late the bad line comes', async () => {
    expect(
      await refusal(
        'csv',
        `path\n${Array.from({ length: 60_000 }, (_, index) => `f${index}`).join('\n')}\n../x\n`,
      ),
    ).toMatch(/^line 60002: /);
  });

  it.each(['a,1', 'a,2'])('may not name two owners of one path: %s', async (second) => {
    expect(await refusal('csv', `path,owner\na,0\n${second}\n`)).toMatch(/something else/);
  });

  it('may not say two things about one path', async () => {
    expect(await refusal('csv', 'path,size\na,1\nb,1\na,2\n')).toBe(
      'line 4: says something else about the same path than line 2',
    );
  });

  it.each([
    [
      'unknown',
      'path,sha265\na,b\n',
      'manifest: Line 1 names unknown columns: "sha265". Known are path, size, sha256, contentType, owner, partner.',
    ],
    [
      'missing',
      'size\n1\n',
      'manifest: Line 1 has no column path. It must name the columns, as in: path,size,sha256.',
    ],
    ['named twice', 'path,path\na,b\n', 'manifest: Line 1 names the column path twice.'],
  ])('has no columns that are %s', async (_what, content, message) => {
    expect(await refusal('csv', content)).toBe(message);
  });

  it.each([
    ['with fields too many', 'path\na,b\n', /Line 2 is not CSV/],
    ['with a quote that never ends', `path\n"${'x'.repeat(20_000)}`, /is not CSV/],
  ])('is no CSV %s', async (_what, content, message) => {
    expect(await refusal('csv', content)).toMatch(message);
  });

  it('has no line without an end', async () => {
    expect(await refusal('jsonl', `{"path":"a"}\n${'x'.repeat(1_000_000)}`)).toBe(
      'manifest: Line 2 is longer than 16384 characters.',
    );
  });

  it('is UTF-8', async () => {
    expect(await refusal('csv', Buffer.from('path\ncaf\xe9.jpg\n', 'latin1'))).toMatch(
      /The manifest is not UTF-8 text/,
    );
  });

  it.each([
    ['bytes', { maxBytes: 100 }, 'manifest: The manifest is larger than 100 bytes. Split it.'],
    ['lines', { maxLines: 10 }, 'manifest: The manifest has more than 10 lines. Split it.'],
  ])('is not read beyond its limit of %s', async (_what, limits, message) => {
    expect(
      await refusal(
        'csv',
        `path\n${Array.from({ length: 50 }, (_, index) => `f${index}`).join('\n')}`,
        limits,
      ),
    ).toBe(message);
  });

  it('that is not there, or of another kind, is refused', async () => {
    await expect(entriesOf(new Manifest(join(disk.folder, 'nothing.csv')))).rejects.toMatchObject({
      name: 'InvalidInput',
    });
    await expect(entriesOf(new Manifest('/etc/passwd'))).rejects.toMatchObject({
      name: 'InvalidInput',
    });
  });

  it.each(['csv', 'jsonl'] as const)(
    'of whatever bytes gives safe entries or a refusal (%s)',
    async (kind) => {
      const words = fc.constantFrom(
        'path',
        ',',
        '"',
        '\n',
        '\r',
        '{',
        '}',
        ':',
        'a',
        '..',
        '/',
        '\\',
        '\0',
        '\u202e',
        '{"path":"a"}',
        'size',
        '1',
        'é',
      );
      const text = fc
        .array(words, { maxLength: 40 })
        .map((parts) => Buffer.from((kind === 'csv' ? 'path,size\n' : '') + parts.join('')));
      const content = fc.oneof(text, fc.uint8Array({ maxLength: 200 }));
      const property = fc.asyncProperty(content, async (bytes) => {
        const entries = await read(kind, bytes).catch((error: unknown) => {
          if (error instanceof InvalidInput) return [];
          throw error;
        });
        expect(entries.filter(({ path }) => unsafePath(path))).toEqual([]);
      });
      await fc.assert(property, { numRuns: 300 });
    },
  );

  it.each(['csv', 'jsonl'] as const)(
    'cannot confuse the parser: what is written comes back (%s)',
    async (kind) => {
      const path = fc
        .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
        .filter((text) => unsafePath(text) === undefined);
      const entries = fc.uniqueArray(path, { maxLength: 20 });
      const property = fc.asyncProperty(entries, async (paths) => {
        const lines =
          kind === 'csv'
            ? ['path', ...paths.map((text) => `"${text.replaceAll('"', '""')}"`)]
            : paths.map((text) => JSON.stringify({ path: text }));
        const found = (await read(kind, lines.map((line) => `${line}\n`).join(''))).map(
          (entry) => entry.path,
        );
        expect(found.toSorted()).toEqual(paths.toSorted());
      });
      await fc.assert(property, { numRuns: 100 });
    },
  );
});
