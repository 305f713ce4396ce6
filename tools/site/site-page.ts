import path from 'node:path';

/** A page for the site's generator: its frontmatter and its text. */
export type Page = { title: string; description: string; body: string };

/** Where a page comes from, and the addresses of all pages by their sources. */
export type PageSource = { source: string; slugs: ReadonlyMap<string, string> };

const fence = /^( *```[\s\S]*?^ *```)$/gm;

/** The address of a page on the site. */
export const addressOf = (slug: string): string => (slug === 'index' ? '/' : `/${slug}/`);

/** Where a link leads on the site. `undefined` for a file that is in the repository alone. */
export const siteLink = (link: string, { source, slugs }: PageSource): string | undefined => {
  if (/^(\w+:|#)/.test(link)) return link;
  const [, anchor] = link.split('#');
  const target = targetOf(link, source);
  if (isPicture(target)) return pictureFrom(slugs.get(source) ?? 'index', target);
  if (/^docs\/events\/.*\.json$/.test(target)) return target.replace(/^docs/, '');
  const slug = slugs.get(target.replace(/\/$/, ''));
  if (slug === undefined) return undefined;
  return `${addressOf(slug)}${anchor === undefined ? '' : `#${anchor}`}`;
};

/** A linked file, from the project's folder. */
const targetOf = (link: string, source: string): string =>
  path.posix.normalize(path.posix.join(path.posix.dirname(source), link.replace(/#.*/, '')));

const isPicture = (target: string): boolean => /\.(png|jpg|svg)$/.test(target);

/** Beside the pages, where the generator measures pictures, so that they keep their place. */
const pictureFrom = (slug: string, picture: string): string => {
  const file = path.posix.join('pictures', path.posix.basename(picture));
  return path.posix.relative(path.posix.dirname(slug), file).replace(/^(?=\w)/, './');
};

const linkPattern = /(!?)\[((?:[^\]\\`]|\\.|`[^`\n]*`)*)\]\(([^)\s]+)\)/g;

/** A page of the repository as a page of the site: its title apart, its links to the site. */
export const sitePage = (markdown: string, from: PageSource): Page => {
  const [, title] = /^# (.+)$/m.exec(markdown) ?? [];
  if (title === undefined) throw new Error(`${from.source} has no title.`);
  const body = withLinks(markdown.replace(/^# .+\n+/m, ''), from);
  const description = plainText(firstParagraph(body) ?? title);
  return { title: plainText(title), description, body };
};

const withLinks = (markdown: string, from: PageSource): string => {
  const linked = (text: string): string =>
    text.replace(linkPattern, (_all, mark: string, words: string, link: string) => {
      const target = siteLink(link, from);
      return target === undefined
        ? withFile(words, targetOf(link, from.source))
        : `${mark}[${words.replace(/^([\w-]+)\.md$/, '$1')}](${target})`;
    });
  // A page is text, code, text, code, … and text.
  return markdown
    .split(fence)
    .map((part, index) => (index % 2 === 0 ? linked(part) : part))
    .join('');
};

/** The words of a link to a file of the repository: they name the file, or its path follows. */
const withFile = (words: string, file: string): string =>
  words.includes(path.posix.basename(file)) ? words : `${words} (\`${file}\`)`;

const plainText = (markdown: string): string =>
  markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*]/g, '')
    .replace(/\s+/g, ' ')
    .trim();

const firstParagraph = (body: string): string | undefined =>
  body
    .replace(fence, '')
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.trim())
    .find((paragraph) => /^[A-Za-z`[*]/.test(paragraph));

/** The page as a file of Markdown with frontmatter. */
export const pageText = ({ title, description, body }: Page): string =>
  `---\ntitle: ${JSON.stringify(title)}\ndescription: ${JSON.stringify(
    description.length > 160 ? `${description.slice(0, 159)}…` : description,
  )}\n---\n\n${body}`;
