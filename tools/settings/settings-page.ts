import { defaults } from '../../lib/defaults.ts';
import { type Setting, settings } from './json-node.ts';
import { defaultOf, takes } from './value-words.ts';

/** The page, from the project's folder. */
export const settingsFile = 'docs/settings.md';

const begin = '<!-- Below this line, `npm run settings` writes all columns but the last two. -->\n';

/** What people write about a setting: its meaning, and when to change it. */
type Words = readonly [meaning: string, when: string];

const row = /^\| `([\w.]+)` \| (.*)\|$/gm;

/** The last two columns of the page, by setting. */
export const wordsIn = (page: string): ReadonlyMap<string, Words> =>
  new Map(
    [...page.matchAll(row)].map(([, path = '', rest = '']) => {
      const [, , meaning = '', when = ''] = cellsOf(rest);
      return [path, [meaning, when]];
    }),
  );

const cellsOf = (text: string): string[] => text.split(/(?<!\\)\|/).map((cell) => cell.trim());

const header = '| setting | takes | default | meaning | when to change |\n|---|---|---|---|---|\n';

/** The page with the settings of the schema: new ones without words, none that is gone. */
export const settingsPage = (page: string): string => {
  const words = wordsIn(page);
  const tables = [...Map.groupBy(settings(), groupOf)].map(
    ([heading, group]) =>
      `## ${heading}\n\n${header}${group.map((setting) => rowOf(setting, words)).join('')}`,
  );
  return `${page.slice(0, page.indexOf(begin))}${begin}\n${tables.join('\n')}`;
};

/** Groups by the first name of the path; settings with no other name are the stage's own. */
const groupOf = ({ path, node }: Setting): string => {
  const [first = path] = path.split('.');
  return first === path && node.properties === undefined ? 'The stage' : `\`${first}\``;
};

const rowOf = (setting: Setting, words: ReadonlyMap<string, Words>): string => {
  const [meaning, when] = words.get(setting.path) ?? ['', ''];
  const facts = [takes(setting), defaultOf(setting, defaults)].map(escaped);
  return `| \`${setting.path}\` | ${[...facts, meaning, when].join(' | ')} |\n`;
};

const escaped = (text: string): string => text.replace(/(?<!\\)\|/g, '\\|');
