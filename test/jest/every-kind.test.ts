import { globSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = path.resolve(import.meta.dirname, '../..');
type Configuration = { default: { projects: { displayName: string }[] } };

const configurations: Configuration[] = await Promise.all(
  globSync('jest*.config.js', { cwd: root }).map((file) => import(path.join(root, file))),
);
const runs = configurations.flatMap(({ default: { projects } }) =>
  projects.map(({ displayName }) => displayName),
);

const kindOf = (file: string) => /\.([a-z]+)\.test\.ts$/.exec(file)?.[1] ?? 'unit';
const kinds = new Set(globSync('test/**/*.test.ts', { cwd: root }).map(kindOf));

describe('a file of tests', () => {
  it('is named for a kind that one configuration runs', () => {
    expect([...kinds].sort()).toEqual([...runs].sort());
  });

  it('is of kind unit when its name says none', () => {
    expect(kindOf('test/a/b-c.test.ts')).toBe('unit');
    expect(kindOf('test/a/b-c.stage.test.ts')).toBe('stage');
  });
});
