import { describe, expect, it } from '@jest/globals';
import { PathSelection } from '../../../../core/bulk/model/path-selection.ts';

const included = (glob: string, path: string): boolean =>
  new PathSelection({ include: [glob], exclude: [] }).selects(path);

const selection = (include: string[], exclude: string[] = []) =>
  new PathSelection({ include, exclude });

/** The paths that `rclone lsf --include <pattern>` lists, and those that it leaves out. */
const rclone: [string, string[], string[]][] = [
  [
    'file.jpg',
    ['file.jpg', 'directory/file.jpg'],
    ['afile.jpg', 'directory/afile.jpg', 'FILE.jpg'],
  ],
  ['/file.jpg', ['file.jpg'], ['directory/file.jpg']],
  ['*.jpg', ['a.jpg', 'deep/down/b.jpg', '.jpg', 'deep/.hidden.jpg'], ['a.png', 'a.jpg/b.png']],
  ['/*.jpg', ['a.jpg'], ['deep/a.jpg']],
  ['private/**', ['private/.env', 'private/a/.b/c', 'x/private/y'], ['private', 'myprivate/a']],
  ['/private/**', ['private/.env'], ['x/private/y']],
  ['private/*', ['private/.env', 'x/private/y'], ['private/a/b']],
  ['private/', [], ['private/.env', 'private']],
  ['2019/**.jpg', ['2019/a.jpg', '2019/05/b.jpg'], ['2020/a.jpg', '2019/a.png']],
  ['2019/**/*.jpg', ['2019/05/b.jpg'], ['2019/a.jpg']],
  ['**', ['a', '.a', 'a/.b/c'], []],
  ['.*', ['.env', 'a/.env'], ['a', 'a.env']],
  ['/.git/**', ['.git/config'], ['a/.git/config']],
  ['*.{jpg,png}', ['a.jpg', 'b/c.png'], ['a.gif', 'a.{jpg,png}']],
  ['/{a,b/c}/*', ['a/x', 'b/c/x'], ['b/x', 'c/x']],
  ['*.{jp{g,eg},png}', ['a.jpg', 'a.jpeg', 'a.png'], ['a.jp', 'a.g']],
  ['IMG_[0-9][0-9].jpg', ['IMG_42.jpg'], ['IMG_4.jpg', 'IMG_4a.jpg']],
  ['[^a].txt', ['b.txt'], ['a.txt']],
  ['[[:upper:]].txt', ['A.txt'], ['a.txt']],
  ['a?c', ['abc', 'x/aéc'], ['a/c', 'ac']],
  ['\\*.jpg', ['*.jpg'], ['a.jpg']],
  ['\\{a\\}', ['{a}'], ['a']],
  ['a+b(c)|d^$', ['a+b(c)|d^$'], ['ab']],
  ['a,b', ['a,b'], ['a']],
  ['naïve/**', ['naïve/ü.jpg'], ['naive/u.jpg']],
];

describe('a pattern means what it means to rclone', () => {
  it.each(rclone)('%s', (glob, matched, unmatched) => {
    expect(matched.filter((path) => !included(glob, path))).toEqual([]);
    expect(unmatched.filter((path) => included(glob, path))).toEqual([]);
  });

  it('excludes everything below a folder whose pattern ends in a slash', () => {
    const kept = ['private/.env', 'private/a/b', 'x/private/c', 'private', 'a'].filter((path) =>
      selection([], ['private/']).selects(path),
    );
    expect(kept).toEqual(['private', 'a']);
  });

  it('leaves out what is excluded, included or not', () => {
    const drafts = selection(['2019/**'], ['2019/drafts/**']);
    expect(drafts.selects('2019/drafts/.b.jpg')).toBe(false);
    expect(drafts.selects('2019/b.jpg')).toBe(true);
  });
});

describe('a pattern takes time in proportion to the path', () => {
  it.each([
    ['*-*-*-*-*-*-*-*-*-*.jpg', '-'.repeat(1000)],
    ['**a**a**a**a**a**a**a**b', 'a'.repeat(1000)],
    ['{*a,*aa,*aaa}*a*a*a*a*c', 'a'.repeat(1000)],
    ['*a???????????????????????????????b', 'ab'.repeat(500)],
  ])('%s', (glob, path) => {
    const matcher = selection([glob]);
    // A matcher that tries every way to split the path does not come back within a lifetime.
    for (let files = 0; files < 100; files += 1)
      expect(matcher.selects(`${path}${files}`)).toBe(false);
  });
});

describe('a pattern that cannot be read', () => {
  it.each([
    ['', 'is empty'],
    ['a***b', 'more than two stars'],
    ['[abc', 'a [ without its ]'],
    ['abc]', 'a ] without its ['],
    ['[]', 'an empty [class]'],
    ['[z-a]', 'cannot be read'],
    ['{a,b', 'a { without its }'],
    ['a}', 'a } without its {'],
    ['{a,{b}', 'a { without its }'],
    ['{{a+}}', 'which is not supported'],
    ['a\\', 'ends in a backslash'],
  ])('%s is refused', (glob, message) => {
    expect(() => selection([], [glob])).toThrow(
      expect.objectContaining({
        name: 'InvalidInput',
        message: expect.stringContaining(`exclude: the pattern '${glob}' `),
      }),
    );
    expect(() => selection([glob])).toThrow(message);
  });
});

describe('a folder that cannot be read is selected if a file below may be', () => {
  const rules = (filter: string[]) => new PathSelection({ include: [], exclude: [], filter });

  it.each<[string, PathSelection, boolean]>([
    ['*.jpg', selection(['*.jpg']), true],
    ['/shut/deep/*.jpg', selection(['/shut/deep/*.jpg']), true],
    ['/open/**', selection(['/open/**']), false],
    ['/*.jpg', selection(['/*.jpg']), false],
    ['not shut/**', selection([], ['shut/**']), false],
    ['not shut/', selection([], ['shut/']), false],
    ['not shut/*', selection([], ['shut/*']), true],
    ['not *.jpg', selection([], ['*.jpg']), true],
    ['+ *.jpg, - *', rules(['+ *.jpg', '- *']), true],
    ['- shut/**, + *.jpg', rules(['- shut/**', '+ *.jpg']), false],
    ['+ /open/**, - **', rules(['+ /open/**', '- **']), false],
  ])('%s', (_patterns, some, isSelected) => {
    expect(some.selects('shut/', true)).toBe(isSelected);
  });

  it('by every shard: its files may be in any', () => {
    const shards = [1, 2, 3].map((index) => ({ index, count: 3 }));
    const selects = shards.map((shard) =>
      new PathSelection({ include: [], exclude: [], shard }).selects('shut/', true),
    );
    expect(selects).toEqual([true, true, true]);
  });
});

it('every path is in exactly one shard', () => {
  const shards = [1, 2, 3].map(
    (index) => new PathSelection({ include: [], exclude: [], shard: { index, count: 3 } }),
  );
  const paths = Array.from({ length: 60 }, (_, index) => `${index}.jpg`);
  const taken = shards.map((shard) => paths.filter((path) => shard.selects(path)));
  expect(taken.flat().sort()).toEqual([...paths].sort());
  expect(taken.filter(({ length }) => length > 0)).toHaveLength(3);
});

describe('the patterns that matched nothing', () => {
  it('are named, even where another pattern decided before', () => {
    const some = selection(['*.jpg', 'a*', 'none'], ['private', 'b*']);
    for (const path of ['a.jpg', 'b.png']) some.selects(path);
    expect(some.unmatched).toMatchObject([
      { option: 'include', glob: 'none' },
      { option: 'exclude', glob: 'private' },
    ]);
  });
});

describe('a selection that ignores case', () => {
  it.each([
    ['*.jpg', 'IMG_1.JPG', true],
    ['*.JPG', 'img_1.jpg', true],
    ['/Ärger/**', 'äRGER/a.jpg', true],
    ['[A-C].{JPG,Png}', 'b.pNG', true],
    ['\\Q.jpg', 'q.JPG', true],
    ['*.jpg', 'IMG_1.JPEG', false],
  ])('%s takes %s: %s', (glob, path, takes) => {
    const fold = { ignoreCase: true };
    const selections = [
      new PathSelection({ include: [glob], exclude: [], ...fold }),
      new PathSelection({ include: [], exclude: [], filter: [`+ ${glob}`, '- *'], ...fold }),
    ];
    expect(selections.map((selection) => selection.selects(path))).toEqual([takes, takes]);
    const excluding = new PathSelection({ include: [], exclude: [glob], ...fold });
    expect(excluding.selects(path)).toBe(!takes);
  });

  it('names a pattern as it was written', () => {
    const selection = new PathSelection({ include: ['*.JPG'], exclude: [], ignoreCase: true });
    selection.selects('a.png');
    expect(selection.unmatched).toMatchObject([{ option: 'include', glob: '*.JPG' }]);
  });
});
