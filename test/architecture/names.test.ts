import { describe, expect, it } from '@jest/globals';
import { wrongAsyncNames } from './name-rules.ts';
import { productFolders, sourcesBelow, textOf } from './sources.ts';

const sources = productFolders.flatMap(sourcesBelow).map((file) => ({ file, text: textOf(file) }));

describe('async functions', () => {
  it('are named by a verb', () => {
    expect(wrongAsyncNames(sources)).toEqual([]);
  });

  it.each([
    'const arrived = async () => {};',
    'const whole = async (file: File): Promise<void> => {};',
    'async function quietly(): Promise<void> {}',
    '  async *listed(): AsyncGenerator<string> {}',
    '  async #signed(url: string): Promise<string> {}',
  ])('are found when they are not: %s', (text) => {
    expect(wrongAsyncNames([{ file: 'core/a.ts', text }])).toHaveLength(1);
  });

  it.each(['const proceed = async () => {};', 'const listOwned = async () => {};'])(
    'are left alone: %s',
    (text) => {
      expect(wrongAsyncNames([{ file: 'core/a.ts', text }])).toEqual([]);
    },
  );
});
