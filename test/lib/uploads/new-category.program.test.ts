import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

/** Every edit that a file category with its own check of first bytes takes: models of bricks. */
const edits = {
  'lib/uploads/file-categories.ts': [
    'export const fileCategories: Record<string, FileCategory> = {',
    "export const fileCategories: Record<string, FileCategory> = {\n  bricks: kept('bricks', 200, ['application/x-brick']),",
  ],
  'core/uploads/model/media-type-table.ts': [
    "  'image/png': {",
    "  'application/x-brick': { aliases: ['application/brick'], extensions: ['brick'] },\n  'image/png': {",
  ],
  'core/uploads/model/file-signature.ts': [
    'string | undefined =>\n  isText(start.contentType) ?',
    `string | undefined =>
  canonicalMediaType(start.contentType) === 'application/x-brick'
    ? Buffer.from(start.firstBytes).toString('latin1').startsWith('BRK1')
      ? undefined
      : 'is no model of bricks'
    : isText(start.contentType) ?`,
  ],
} as const;

const tried = `import { signatureRefusal } from './core/uploads/model/file-signature.ts';
import { defaultConfig } from './lib/config.ts';
const judge = (text) => signatureRefusal({
  contentType: 'application/brick', detected: undefined, firstBytes: Buffer.from(text), isWhole: true,
});
console.log(JSON.stringify({
  category: defaultConfig('dev').categories.bricks,
  right: judge('BRK1 4x2') ?? 'accepted',
  wrong: judge('PK 4x2'),
}));
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keepsake-category-'));
  for (const part of ['core', 'lib', 'adapters', 'package.json'])
    cpSync(part, join(folder, part), { recursive: true });
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
  for (const [file, [before, after]] of Object.entries(edits)) {
    const text = readFileSync(join(folder, file), 'utf8');
    expect([file, text.includes(before)]).toEqual([file, true]);
    writeFileSync(join(folder, file), text.replace(before, after));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a file category with its own check', () => {
  it('takes three files', () => {
    expect(Object.keys(edits)).toHaveLength(3);
  });

  it('is configured, and its files are judged by their first bytes', () => {
    writeFileSync(join(folder, 'try.ts'), tried);
    const said = execFileSync(process.execPath, ['--no-warnings', 'try.ts'], { cwd: folder });
    expect(JSON.parse(said.toString())).toMatchObject({
      category: { prefix: 'bricks', contentTypes: ['application/x-brick'] },
      right: 'accepted',
      wrong: 'is no model of bricks',
    });
  });
});
