import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const text = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

const { dependencies, devDependencies } = JSON.parse(text('package.json')) as Record<
  string,
  Record<string, string>
>;
const packages = Object.keys({ ...dependencies, ...devDependencies });

/** The packages of one row; those after a scoped one may leave out its scope. */
const namesIn = (cell: string): string[] => {
  let scope = '';
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => {
    scope = name.match(/^@[^/]+\//)?.[0] ?? scope;
    return name.startsWith('@') ? name : `${scope}${name}`;
  });
};

const rows = [...text('docs/dependencies.md').matchAll(/^\| (`.*?) \|/gm)].flatMap(
  ([, cell = '']) => namesIn(cell),
);

describe('docs/dependencies.md', () => {
  it.each(packages)('says once what %s is for', (name) => {
    expect(rows.filter((row) => row === name)).toEqual([name]);
  });
});
