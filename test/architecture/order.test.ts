import { describe, expect, it } from '@jest/globals';
import { helpersFirst } from './order-rules.ts';
import { productFolders, sourcesBelow, textOf } from './sources.ts';

const findIn = (text: string) => helpersFirst([{ file: 'core/a.ts', text }]);

describe('the order in a file', () => {
  it('is: the exported function first, its helpers after it', () => {
    const sources = productFolders.flatMap(sourcesBelow);
    expect(helpersFirst(sources.map((file) => ({ file, text: textOf(file) })))).toEqual([]);
  });

  it.each([
    'const help = () => 1;\n\nexport const main = () => help();\n',
    'const help = async (\n  a: number,\n) => a;\n\nexport async function main() {\n  help(1);\n}\n',
    'function help() {\n  return 1;\n}\n\nexport const main = (): number => help();\n',
  ])('finds a helper that comes first: %j', (text) => {
    expect(findIn(text)).toEqual(['core/a.ts: help']);
  });

  it.each([
    'export const main = () => help();\n\nconst help = () => 1;\n',
    'const help = () => 1;\n\nconst one = help();\n\nexport const main = () => one;\n',
    'const limit = 5;\n\nexport const main = () => limit;\n',
    'const help = () => 1;\n\nexport const one = help();\n',
  ])('leaves alone what the module needs while it loads: %j', (text) => {
    expect(findIn(text)).toEqual([]);
  });
});
