import { describe, expect, it } from '@jest/globals';
import { tooWideProse } from '../architecture/size-rules.ts';
import { filesBelow, textOf } from '../architecture/sources.ts';

const own = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  'client/README.md',
  'react/README.md',
  'cdk/README.md',
  'create/README.md',
  'examples/django/README.md',
  'tools/local/cli-package/README.md',
];
const pages = [...own, ...filesBelow('docs')].filter((file) => file.endsWith('.md'));

const fenced = /^ *```[\s\S]*?^ *```$/gm;

describe('pages', () => {
  it('have lines of at most 120 columns', () => {
    expect(tooWideProse(pages.map((file) => ({ file, text: textOf(file) })))).toEqual([]);
  });

  it('have one title', () => {
    const titles = (file: string) => textOf(file).replace(fenced, '').match(/^# /gm)?.length;
    expect(pages.filter((file) => titles(file) !== 1)).toEqual([]);
  });

  it('begin with what their reader can do afterwards', () => {
    const firstSentence = (file: string) =>
      /^# .+\n+([\s\S]*?)\.\s/m.exec(textOf(file))?.[1] ?? file;
    // Decisions are records, and the site's first page is its entrance.
    const read = pages.filter((file) => /^docs\/(?!decisions\/|site\/pages\/index)/.test(file));
    const sentences = read.map(firstSentence);
    const useful = /^After [^,.:]*this page[,\s].{30,}/s;
    expect(read.filter((_, index) => !useful.test(sentences[index] ?? ''))).toEqual([]);
    expect(new Set(sentences).size).toBe(read.length);
  });

  it('have no marks of a merge that nobody finished', () => {
    const mark = /^(?:<{7}|>{7}|\|{7}|={7})(?: |$)/m;
    expect(mark.test('a\n<<<<<<< HEAD\nb')).toBe(true);
    expect(pages.filter((file) => mark.test(textOf(file)))).toEqual([]);
  });

  it('may have wide rows of tables, code and addresses', () => {
    const wide = 'word '.repeat(30);
    const text = `| ${wide} |\n\n\`\`\`sh\n${wide}\n\`\`\`\n\nhttps://${'x'.repeat(120)}\n\n${wide}`;
    expect(tooWideProse([{ file: 'a.md', text }])).toEqual(['a.md:9']);
  });
});
