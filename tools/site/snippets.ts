import { globSync, readFileSync } from 'node:fs';

/** A block of code of a page: its language, its text and the line it begins at. */
export type Snippet = { page: string; line: number; language: string; code: string };

const indented = /^( *)```(\w*).*\n([\s\S]*?)^ *```$/gm;

/** The blocks of code of a page. */
export const snippetsOf = (page: string): Snippet[] => {
  const text = readFileSync(page, 'utf8');
  return [...text.matchAll(indented)].map(({ index, 1: indent = '', 2: language, 3: code }) => ({
    page,
    line: text.slice(0, index).split('\n').length,
    language: `${language}`,
    code: withoutIndent(`${code}`, indent),
  }));
};

const withoutIndent = (code: string, indent: string): string =>
  code
    .split('\n')
    .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
    .join('\n');

/** Pages that are written for the site alone. */
export const ownPages = globSync('docs/site/pages/**/*.md').sort();

/** All other pages of the site. */
export const otherPages = [
  ...globSync(['*.md', 'docs/*.md', 'docs/{aws,bulk,decisions}/*.md']),
  'cdk/README.md',
  'create/README.md',
  'client/README.md',
  'react/README.md',
  'examples/django/README.md',
  'tools/local/cli-package/README.md',
].sort();
