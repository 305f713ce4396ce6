import { describe, expect, it } from '@jest/globals';
import { emptyDefaults } from './absence-rules.ts';
import { productFolders, sourcesBelow, textOf } from './sources.ts';

describe('an absent value', () => {
  it('is no empty string', () => {
    const sources = productFolders.filter((folder) => folder !== 'client').flatMap(sourcesBelow);
    expect(emptyDefaults(sources.map((file) => ({ file, text: textOf(file) })))).toEqual([]);
  });

  it.each([
    "name ?? ''",
    "{ uploadId = '' }",
    "{ ETag: etag = '' }",
    'name || ""',
    'name ??= ``',
    "(name\n  ?? '')",
  ])('is found: %s', (text) =>
    expect(emptyDefaults([{ file: 'core/a.ts', text }])).toHaveLength(1),
  );

  it.each(["name ?? 'none'", '{ uploadId }', "uploadId === ''", "text === ''"])(
    'is left alone: %s',
    (text) => expect(emptyDefaults([{ file: 'core/a.ts', text }])).toEqual([]),
  );
});
