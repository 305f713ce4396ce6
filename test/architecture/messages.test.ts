import { describe, expect, it } from '@jest/globals';
import { textsWithoutSubject } from './message-rules.ts';
import { productFolders, sourcesBelow, textOf } from './sources.ts';

describe('a message', () => {
  it('names its subject: none begins with "It"', () => {
    const sources = productFolders.flatMap(sourcesBelow);
    expect(textsWithoutSubject(sources.map((file) => ({ file, text: textOf(file) })))).toEqual([]);
  });

  it.each(["'It is gone.'", '"It has 3 bytes."', `\`It $\{problem}.\``])('is found: %s', (text) =>
    expect(textsWithoutSubject([{ file: 'core/a.ts', text }])).toEqual(['core/a.ts:1']),
  );

  it.each(["'The file is gone.'", "'Items'", '// It is a comment.'])('is left alone: %s', (text) =>
    expect(textsWithoutSubject([{ file: 'core/a.ts', text }])).toEqual([]),
  );
});
