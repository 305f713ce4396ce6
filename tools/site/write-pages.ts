import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadGrammar } from '../../cli/help/verbs.ts';
import { projectFolder } from '../local/project-folder.ts';
import { cliPage, decisionsPage, schemasPage } from './generated-pages.ts';
import { entries, generated, groups, slugs } from './site-map.ts';
import { type Page, pageText, sitePage } from './site-page.ts';

/** Every page of the site by its address. */
export const sitePages = async (): Promise<ReadonlyMap<string, Page>> => {
  const made = new Map<string, Page>([
    [generated.cli.slug, cliPage(await loadGrammar())],
    [generated.schemas.slug, schemasPage()],
    [generated.decisions.slug, decisionsPage(slugs)],
  ]);
  return new Map(
    entries.map(({ source, slug }) => [
      slug,
      made.get(slug) ??
        sitePage(readFileSync(path.join(projectFolder, source), 'utf8'), { source, slugs }),
    ]),
  );
};

/**
 * Writes what the site is built of into a folder: `pages` with every page and its pictures,
 * `public` with schemas, and `sidebar.json`.
 */
export const writePages = async (folder: string): Promise<void> => {
  rmSync(folder, { recursive: true, force: true });
  for (const [slug, page] of await sitePages()) {
    const file = path.join(folder, 'pages', `${slug}.md`);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, pageText(page));
  }
  const copy = (name: string, to: string): void =>
    cpSync(path.join(projectFolder, 'docs', name), path.join(folder, to, name), {
      recursive: true,
    });
  copy('pictures', 'pages');
  copy('events', 'public');
  copy('openapi.json', 'public');
  copyFileSync(
    path.join(projectFolder, 'docs/site/favicon.svg'),
    path.join(folder, 'public/favicon.svg'),
  );
  writeFileSync(path.join(folder, 'sidebar.json'), JSON.stringify(sidebar(), null, 2));
};

/** What the site's own configuration reads: its navigation. */
const sidebar = () =>
  groups.map(({ label, entries: pages }) => ({ label, items: pages.map(({ slug }) => slug) }));
