import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

type Named = { file: string; name: string };

const textOf = (file: string): string => readFileSync(file, 'utf8');

/** The tests that a text names. */
const testsIn = (text: string): Named[] =>
  [...text.matchAll(/`(test\/[^`]+)`: “([^”]+)”/g)].map(([, file = '', name = '']) => ({
    file,
    name,
  }));

/** The rows of the table: their number, and the tests that each of them names. */
const rowsIn = (page: string): { number: number; tests: Named[] }[] =>
  [...page.matchAll(/^\| (\d+) \|(.+)\|$/gm)].map(([, number, cells = '']) => ({
    number: Number(number),
    tests: testsIn(cells),
  }));

/** A test, a group of tests or a limit of that name: text that a call or a `name` begins with. */
const isThere = ({ file, name }: Named): boolean => {
  if (!existsSync(file)) return false;
  const text = textOf(file).replace(/(\(|name:)\s+/g, '$1');
  return ['(', 'name:'].some((before) =>
    ["'", '"'].some((quote) => text.includes(`${before}${quote}${name}${quote}`)),
  );
};

const rows = rowsIn(textOf('docs/aws/behaviour.md'));

describe('docs/aws/behaviour.md', () => {
  it('has every number from 39 on once, in order', () => {
    expect(rows.map(({ number }) => number)).toEqual(rows.map((_row, at) => 39 + at));
    expect(rows.length).toBeGreaterThanOrEqual(18);
  });

  it.each(rows)('names tests for $number, and each of them exists', ({ tests }) => {
    expect(tests.length).toBeGreaterThan(0);
    expect(tests.filter((named) => !isThere(named))).toEqual([]);
  });

  it('names no test that does not exist, in whatever place', () => {
    expect(testsIn(textOf('docs/aws/behaviour.md')).filter((named) => !isThere(named))).toEqual([]);
  });

  it('would be found wrong: a test that is not in its file, a file that is not there', () => {
    const [{ tests } = { tests: [] }] = rowsIn(
      '| 1 | a | b | `test/docs/aws.test.ts`: “gone”, `test/docs/gone.test.ts`: “gone” |',
    );
    expect(tests).toHaveLength(2);
    expect(tests.filter(isThere)).toEqual([]);
  });
});
