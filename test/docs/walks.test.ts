import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { importsIn } from '../architecture/sources.ts';

type Step = { file: string; symbol: string };
type Walk = { title: string; files: number; folders: number; steps: Step[] };

const textOf = (file: string): string => readFileSync(file, 'utf8');

/** The walks of a page: a heading, what they count, and their steps. */
const walksIn = (page: string): Walk[] =>
  [
    ...page.matchAll(/^### (Where .+)\n\n(\d+) files in (\d+) folders\.\n\n((?:\d+\. .+\n)+)/gm),
  ].map(([, title = '', files, folders, list = '']) => ({
    title,
    files: Number(files),
    folders: Number(folders),
    steps: [...list.matchAll(/^\d+\. `([^`]+)`, `([^`]+)`:/gm)].map(
      ([, file = '', symbol = '']) => ({ file, symbol }),
    ),
  }));

/** What is wrong with a walk, or nothing. */
const faultsOf = ({ files, folders, steps }: Walk): string[] => {
  const found = new Set(steps.map(({ file }) => path.dirname(file))).size;
  const missing = steps.filter(({ file }) => !existsSync(file)).map(({ file }) => `no ${file}`);
  if (missing.length > 0) return missing;
  const unnamed = steps.filter(
    ({ file, symbol }) => !new RegExp(`(?:const|class) ${symbol}\\b`).test(textOf(file)),
  );
  const unlinked = steps.slice(1).filter(({ file }, index) => {
    const { file: before = '' } = steps[index] ?? {};
    return !importsIn(before, textOf(before)).some(({ target }) => target === file);
  });
  return [
    ...(steps.length === files && found === folders ? [] : [`${steps.length} in ${found}`]),
    ...unnamed.map(({ file, symbol }) => `${file} defines no ${symbol}`),
    ...unlinked.map(({ file }) => `${file} is not imported by the step before`),
  ];
};

const walks = walksIn(textOf('docs/architecture.md'));

describe('the walks of docs/architecture.md', () => {
  it('are the five that a newcomer asks for', () => {
    expect(walks.map(({ title }) => title)).toEqual([
      'Where a permanent key is made',
      'Where a presigned URL is signed',
      "Where an upload's first bytes are checked",
      'Where a refund is put on record',
      'Where a new verb of the command line goes',
    ]);
  });

  it.each(walks.map((walk) => [walk.title, walk] as const))('%s', (_title, walk) => {
    expect(faultsOf(walk)).toEqual([]);
  });

  it('are found wrong by file, symbol, import and count', () => {
    const step = { file: 'core/orders/fail-order.ts', symbol: 'failOrder' };
    const walk = (steps: Step[]): Walk => ({ title: 'x', files: 1, folders: 1, steps });
    expect(faultsOf(walk([step]))).toEqual([]);
    expect(faultsOf(walk([{ ...step, file: 'core/orders/gone.ts' }]))).toHaveLength(1);
    expect(faultsOf(walk([{ ...step, symbol: 'gone' }]))).toHaveLength(1);
    expect(faultsOf(walk([step, { file: 'cli/help/verbs.ts', symbol: 'verbs' }]))).toHaveLength(2);
  });
});
