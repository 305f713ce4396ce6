import { describe, expect, it } from '@jest/globals';
import { tooFull, tooLong, tooWideCode } from './size-rules.ts';
import { filesBelow, productFolders, sourcesBelow, textOf } from './sources.ts';

const folders = [...productFolders, 'test'];
const sources = folders.flatMap(sourcesBelow).map((file) => ({ file, text: textOf(file) }));

describe('sizes', () => {
  it('no source file is longer than 250 lines', () => {
    expect(tooLong(sources)).toEqual([]);
    expect(tooLong([{ file: 'long.ts', text: 'x\n'.repeat(251) }])).toEqual(['long.ts']);
  });

  it('no line of code is wider than 100 columns', () => {
    expect(tooWideCode(sources)).toEqual([]);
  });

  it.each([
    ['core/a.ts', `const text = '${'x'.repeat(100)}';`],
    ['core/a.ts', `// ${'word '.repeat(20)}`],
    ['core/a.ts', `/** ${'word '.repeat(20)}*/`],
    ['test/a.ts', `const ${'x'.repeat(100)} = 1;`],
  ])('finds a wide line in %s', (file, text) => {
    expect(tooWideCode([{ file, text }])).toEqual([`${file}:1`]);
  });

  it('leaves titles of tests, regular expressions and directives in one piece', () => {
    const kept = [
      { file: 'test/a.ts', text: `  it('${'says '.repeat(25)}', () => {` },
      { file: 'core/a.ts', text: `  /${'x'.repeat(100)}/;` },
      { file: 'core/a.ts', text: `// biome-ignore lint/${'x'.repeat(100)}` },
    ];
    expect(tooWideCode(kept)).toEqual([]);
  });

  it('no folder holds more than 25 files', () => {
    expect(tooFull([...folders, 'docs'].flatMap(filesBelow))).toEqual([]);
    const full = Array.from({ length: 26 }, (_, index) => `core/orders/${index}.ts`);
    expect(tooFull(full)).toEqual(['core/orders: 26']);
  });
});
