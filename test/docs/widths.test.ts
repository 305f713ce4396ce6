import { describe, expect, it } from '@jest/globals';
import { tooWideProse } from '../architecture/size-rules.ts';
import { filesBelow, textOf } from '../architecture/sources.ts';

const own = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'client/README.md',
  'tools/local/cli-package/README.md',
];
const pages = [...own, ...filesBelow('docs')].filter((file) => file.endsWith('.md'));

describe('pages', () => {
  it('have lines of at most 120 columns', () => {
    expect(tooWideProse(pages.map((file) => ({ file, text: textOf(file) })))).toEqual([]);
  });

  it('have no mark of a merge that was left unfinished', () => {
    const marks = /^(<{7}|={7}|>{7})( |$)/m;
    expect(marks.test('a\n<<<<<<< HEAD\nb')).toBe(true);
    expect(pages.filter((file) => marks.test(textOf(file)))).toEqual([]);
  });

  it('may have wide rows of tables, code and addresses', () => {
    const wide = 'word '.repeat(30);
    const text = `| ${wide} |\n\n\`\`\`sh\n${wide}\n\`\`\`\n\nhttps://${'x'.repeat(120)}\n\n${wide}`;
    expect(tooWideProse([{ file: 'a.md', text }])).toEqual(['a.md:9']);
  });
});
