import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { entries, slugs } from '../../tools/site/site-map.ts';
import { addressOf, siteLink, sitePage } from '../../tools/site/site-page.ts';
import { sitePages } from '../../tools/site/write-pages.ts';

const place = { source: 'docs/payments.md', slugs };

describe('the site', () => {
  it('has every page of docs/ and every page that is written for it, once', () => {
    const pages = globSync('docs/{*,aws/*,bulk/*,decisions/*,site/pages/**/*}.md');
    const sources = entries.map(({ source }) => source);
    expect(pages.filter((page) => !sources.includes(page))).toEqual([]);
    expect(sources.filter((source, index) => sources.indexOf(source) !== index)).toEqual([]);
    expect(slugs.size).toBe(new Set(slugs.values()).size);
  });

  it('has a title, a description and a text for each', async () => {
    const pages = await sitePages();
    expect(pages.size).toBe(entries.length);
    for (const { title, description, body } of pages.values()) {
      expect(title).not.toMatch(/[`*]|^$/);
      expect(description.length).toBeGreaterThan(5);
      expect(body.length).toBeGreaterThan(100);
    }
  });

  it('leads to its own pages and pictures alone', async () => {
    const addresses = new Set(entries.map(({ slug }) => addressOf(slug)));
    const links = [...(await sitePages())].flatMap(([slug, { body }]) =>
      [...body.replace(/^ *```[\s\S]*?^ *```$/gm, '').matchAll(/\]\((\/[^)\s#]*)/g)].map(
        ([, link]) => `${slug}: ${link}`,
      ),
    );
    expect(links.length).toBeGreaterThan(200);
    const isThere = (link: string): boolean =>
      addresses.has(link) || /^\/events\/[\w.@-]+\.json$/.test(link);
    expect(links.filter((link) => !isThere(`${link.split(': ')[1]}`))).toEqual([]);
  });
});

describe('a link', () => {
  it.each([
    ['api.md#asking-twice', '/reference/api/#asking-twice'],
    ['../SECURITY.md', '/explanation/security/'],
    ['decisions', '/decisions/'],
    ['events', '/reference/event-schemas/'],
    ['#amounts', '#amounts'],
    ['https://stripe.com', 'https://stripe.com'],
    ['pictures/shop.png', '../pictures/shop.png'],
    ['events/keepsake.scans@ScanFinished.json', '/events/keepsake.scans@ScanFinished.json'],
    ['../lib/config.ts', undefined],
  ])('of docs/payments.md to %s becomes %s', (link, target) => {
    expect(siteLink(link, place)).toBe(target);
  });

  it('in code stays as it is; one to a file of the repository names the file', () => {
    const { body, title } = sitePage(
      '# `A` page\n\nSee [the `config`](../lib/config.ts), [lib/a.ts](../lib/a.ts).\n\n```md\n[a](b.md)\n```\n',
      place,
    );
    expect(title).toBe('A page');
    expect(sitePage('# A\n\nSee [events.md](events.md).', place).body).toBe(
      'See [events](/reference/events/).',
    );
    expect(body).toBe('See the `config` (`lib/config.ts`), lib/a.ts.\n\n```md\n[a](b.md)\n```\n');
  });
});

describe('what the site’s configuration names', () => {
  it('is one source: no page of it lies in its own folder but those of pages/', () => {
    const texts = globSync('docs/site/**/*.{md,mdx}', { exclude: ['**/node_modules/**'] });
    expect(texts.filter((file) => !file.startsWith(path.join('docs/site/pages/')))).toEqual([]);
  });

  it('is pinned', () => {
    const { dependencies, devDependencies } = JSON.parse(
      readFileSync('docs/site/package.json', 'utf8'),
    );
    for (const version of Object.values({ ...dependencies, ...devDependencies }))
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });
});
