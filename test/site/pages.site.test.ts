import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectFolder } from '../../tools/local/project-folder.ts';
import { entries } from '../../tools/site/site-map.ts';
import { addressOf } from '../../tools/site/site-page.ts';
import { anchorsIn, htmlOf, linksIn, pages } from './built-site.ts';

const all = pages();
const html = new Map(all.map((page) => [page, htmlOf(page)]));
const built = (file: string): string => path.join(projectFolder, 'dist/site/html', file);

const isFound = (page: string, link: string): boolean => {
  const [address = '', anchor] = link.split('#');
  const target = address === '' ? page : decodeURIComponent(address.split('?')[0] ?? address);
  const text = html.get(target);
  if (text === undefined) return existsSync(built(target)) && !target.endsWith('/');
  return anchor === undefined || anchor === '' || anchorsIn(text).has(decodeURIComponent(anchor));
};

describe('the built site', () => {
  it('has every page of its map, and one for each operation of the API', () => {
    expect(entries.map(({ slug }) => addressOf(slug)).filter((page) => !html.has(page))).toEqual(
      [],
    );
    const operations = all.filter((page) => page.startsWith('/reference/operations/operations/'));
    expect(operations.length).toBeGreaterThan(60);
  });

  it('has no link or anchor that leads nowhere', () => {
    const dead = [...html].flatMap(([page, text]) =>
      linksIn(text)
        .filter((link) => !isFound(page, link))
        .map((link) => `${page} -> ${link}`),
    );
    expect([...new Set(dead)]).toEqual([]);
  });

  it('has one title on each page', () => {
    const titles = (text: string) => text.match(/<h1[\s>]/g)?.length;
    expect([...html].filter(([, text]) => titles(text) !== 1).map(([page]) => page)).toEqual([]);
  });

  it('has code that a keyboard scrolls without a script', () => {
    const blocks = [...html.values()].flatMap(
      (text) => text.match(/<pre data-language[^>]*>/g) ?? [],
    );
    expect(blocks.length).toBeGreaterThan(1_000);
    expect(blocks.filter((block) => !block.includes('tabindex="0"'))).toEqual([]);
  });

  it('says in the cells of a table what their column is, for phones', () => {
    const cells = htmlOf('/reference/settings/').match(/<td[^>]*>/g) ?? [];
    expect(cells.length).toBeGreaterThan(500);
    expect(cells.filter((cell) => !/data-label="[^"]+"/.test(cell))).toEqual([]);
  });

  it('leaves punctuation as it is written: an option is no dash', () => {
    const text = htmlOf('/reference/cli/');
    expect(text.includes('with --to: where the bucket')).toBe(true);
    expect(text.match(/[–—]\w+/g) ?? []).toEqual([]);
  });

  it('loads nothing from anywhere else', () => {
    const loaded = [...html.values()].flatMap((text) =>
      [
        ...text.matchAll(
          /<(?:script|img|link rel="stylesheet")[^>]*(?:src|href)="(https?:[^"]*)"/g,
        ),
      ].map(([, address]) => address),
    );
    expect([...new Set(loaded)]).toEqual([]);
  });

  it('has its text for language models, and a map of the site', () => {
    for (const file of ['llms.txt', 'llms-full.txt', 'sitemap-index.xml', 'openapi.json'])
      expect(existsSync(built(file))).toBe(true);
    const links = readFileSync(built('llms.txt'), 'utf8').match(
      /(?<=\]\(https?:\/\/[^/]*)\/[^)]*/g,
    );
    expect(links?.length).toBeGreaterThan(9);
    expect(links?.filter((link) => !existsSync(built(link)))).toEqual([]);
  });
});
