import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { isScript } from './command-rules.ts';

const folders = '{cdk,client,console,create,docs,examples,react,tools}';
const pages = globSync(['*.md', `${folders}/**/*.md`], { exclude: ['**/node_modules/**'] });

const withoutCode = (page: string): string =>
  readFileSync(page, 'utf8').replace(/^ *```[\s\S]*?^ *```$/gm, '');

/** What GitHub calls a heading's anchor. */
const anchorOf = (heading: string): string =>
  heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\\/g, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');

const anchorsOf = (page: string): string[] =>
  [...withoutCode(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

const linksOf = (page: string): string[] =>
  [
    ...withoutCode(page)
      .replace(/`[^`\n]*`/g, '')
      .matchAll(/\]\(([^)\s]+)\)/g),
  ]
    .map(([, link = '']) => link)
    .filter((link) => !/^\w+:/.test(link));

/** The links of a page that lead nowhere. */
const deadLinksOf = (page: string): string[] =>
  linksOf(page).filter((link) => {
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? page : path.join(path.dirname(page), file);
    return (
      !existsSync(target) ||
      (anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).includes(anchor))
    );
  });

describe('every link of a page leads to a file of ours, and to a heading in it', () => {
  it('is looked for', () => {
    expect(pages).toEqual(
      expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'docs/runbook.md']),
    );
    expect(pages.flatMap(linksOf).length).toBeGreaterThan(100);
  });

  it.each(pages)('%s', (page) => {
    expect(deadLinksOf(page)).toEqual([]);
  });
});

/** Files that a page names by their path from the root; decisions and changes tell of the past. */
const namedBy = (page: string): string[] =>
  [...readFileSync(page, 'utf8').matchAll(/`((?:[a-z][\w.-]*\/)+[^`<*\s…]*)`/g)].flatMap(
    ([, name = '']) => (existsSync(name.split('/')[0] ?? '') ? [name] : []),
  );

/** What scripts build, and `bin/ffmpeg`, which lies in the layer that a stage brings along. */
const isElsewhere = (name: string): boolean => name.startsWith('dist/') || name === 'bin/ffmpeg';

const present = pages.filter((page) => !/^docs\/decisions|^CHANGELOG/.test(page));

describe('every file and script that a page names is there', () => {
  it('is looked for', () => {
    expect(present.flatMap(namedBy).length).toBeGreaterThan(200);
  });

  it.each(present)('%s', (page) => {
    const gone = namedBy(page).filter((name) => !existsSync(name) && !isElsewhere(name));
    const run = [...readFileSync(page, 'utf8').matchAll(/\bnpm run (?:-s )?([\w:-]+)/g)];
    const unknown = run.map(([, name = '']) => name).filter((name) => !isScript(name));
    expect({ gone, unknown }).toEqual({ gone: [], unknown: [] });
  });
});
