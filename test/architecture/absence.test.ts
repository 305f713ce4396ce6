import { describe, expect, it } from '@jest/globals';
import { emptyDefaults, emptyProperties } from './absence-rules.ts';
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

  it('is no empty property of an object', () => {
    const sources = (['bin', 'lib', 'lambdas', 'core', 'adapters', 'cli', 'openapi'] as const)
      .flatMap(sourcesBelow)
      .map((file) => ({ file, text: textOf(file) }));
    expect(emptyProperties(sources)).toEqual([]);
  });

  it.each([
    ["const { code = '' } = error;", 'code'],
    ["const f = ({ a, 'retry-after': said = '', b }: Headers) => a;", 'retry-after'],
    ["const {\n  code = '',\n} = error;", 'code'],
  ])('is found as a property: %s', (text, name) =>
    expect(emptyProperties([{ file: 'core/a.ts', text }])).toEqual([`core/a.ts: ${name}`]),
  );

  it.each([
    "const [name = '', value] = text.split('=');",
    "const f = (text: string, sign = '', more = 1) => text;",
    "const { bucket, prefix = '' } = options;",
    "let text = '';",
  ])('may be a text: %s', (text) =>
    expect(emptyProperties([{ file: 'core/a.ts', text }])).toEqual([]),
  );
});
