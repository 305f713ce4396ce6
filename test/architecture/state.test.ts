import { describe, expect, it } from '@jest/globals';
import { statelessFolders } from '../jest/native/stateless.ts';
import { sourcesBelow, textOf } from './sources.ts';
import { stateIn } from './state-rules.ts';

/** What the same sources and names make the same in every test. */
const neverChanges = [
  'adapters/bulk/sources/typed-file.ts known',
  'lib/shared/bundle/bundle.ts built',
  'lib/shared/bundle/bundle.ts written',
];

const found = (text: string) => stateIn([{ file: 'core/a.ts', text }]);

describe('modules that are loaded once per worker', () => {
  it('keep no state that one test could leave to the next', () => {
    const texts = statelessFolders.flatMap(sourcesBelow);
    expect(stateIn(texts.map((file) => ({ file, text: textOf(file) })))).toEqual(neverChanges);
  });

  it.each([
    'let count = 0;',
    'export let last: string | undefined;',
    'const known = new Map<string, string[]>();',
    'export const seen = new Set();',
    'const all: string[] = [];',
    'const byName: Record<string, number> = {};',
  ])('are found: %s', (text) => expect(found(text)).toHaveLength(1));

  it.each([
    '  let count = 0;',
    "const known = new Map([['a', 1]]);",
    'const nobody: ReadonlySet<string> = new Set();',
    'const notes = new WeakMap<object, string>();',
    'const first = (values: string[] = []) => values[0];',
  ])('are left alone: %s', (text) => expect(found(text)).toEqual([]));
});
