import { describe, expect, it } from '@jest/globals';
import { filesBelow, productFolders, textOf } from './sources.ts';
import { metaphors, metaphorsIn, sharedTypeNames } from './word-rules.ts';

const isRead = (file: string): boolean =>
  /\.(tsx?|m?js|py|md)$/.test(file) && !file.startsWith('test/architecture/word');

const files = [
  ...[...productFolders, 'docs', 'test'].flatMap(filesBelow).filter(isRead),
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'],
];

describe('code, tests and documents', () => {
  it('use no metaphor that a dictionary does not explain', () => {
    expect(metaphorsIn(files.map((file) => ({ file, text: textOf(file) })))).toEqual([]);
  });

  it.each(Object.keys(metaphors))('are found where they say: %s', (word) => {
    const capital = `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
    for (const text of [word, `${word}s`, `${word}Size`, `the${capital}`, `// The ${word}, too.`])
      expect(metaphorsIn([{ file: 'core/a.ts', text }])).toHaveLength(1);
    expect(metaphorsIn([{ file: `core/${word}-size.ts`, text: '' }])).toHaveLength(1);
  });

  it.each(['desktop', 'planes', 'screwed', 'Desktops', 'plane'])('may say: %s', (text) => {
    expect(metaphorsIn([{ file: 'core/a.ts', text }])).toEqual([]);
  });
});

describe('a word that once named several things', () => {
  // The API's clients have its bodies under the same names.
  const sources = files.filter((file) => /\.tsx?$/.test(file) && !/^(client|test)\//.test(file));

  it('names one type', () => {
    expect(sharedTypeNames(sources.map((file) => ({ file, text: textOf(file) })))).toEqual([]);
  });

  it('is found when it names two', () => {
    const texts = ['export type Place = string;', 'type Placed = 1;\ntype Place<T> = T;'];
    const found = texts.map((text, index) => ({ file: `core/${index}.ts`, text }));
    expect(sharedTypeNames(found)).toEqual(['Place: core/0.ts, core/1.ts']);
    expect(sharedTypeNames(found.slice(1))).toEqual([]);
  });
});
