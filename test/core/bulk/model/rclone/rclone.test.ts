import { describe, expect, it } from '@jest/globals';
import { PathSelection } from '../../../../../core/bulk/model/path-selection.ts';
import { type Answer, rcloneAnswers } from './answers.ts';

const { paths, answers } = rcloneAnswers();

const chosen = ({ include = [], exclude = [], filter = [], ignoreCase }: Answer): string => {
  try {
    const selection = new PathSelection({
      include,
      exclude,
      filter,
      ...(ignoreCase && { ignoreCase }),
    });
    return paths.map((path) => (selection.selects(path) ? '1' : '0')).join('');
  } catch {
    return 'refused';
  }
};

/**
 * rclone asks a rule about folders, too, whose paths end in `/`, and enters none that it leaves out.
 * `[^a]` at the end takes that `/`, and of `{…}/**` it makes another rule for folders.
 */
const asksFolders = ({ include = [], exclude = [], filter = [] }: Answer): boolean =>
  [...exclude, ...filter].some((glob) => /\*\*.*\[\^a\]$/.test(glob)) ||
  include.some((glob) => glob.endsWith('}/**'));

describe('400 random sets of patterns', () => {
  it('choose the files that rclone chooses, and are refused where rclone refuses them', () => {
    const others = answers
      .map((answer) => ({ ...answer, ours: chosen(answer) }))
      .filter((answer) => answer.ours !== answer.chosen && !asksFolders(answer));
    expect(others).toEqual([]);
  });

  it('are no trivial ones: 100 of them take some files and leave others', () => {
    const marks = answers.map((answer) => answer.chosen);
    expect(marks.filter((mark) => /0/.test(mark) && /1/.test(mark)).length).toBeGreaterThan(100);
  });
});
