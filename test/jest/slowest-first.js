import TestSequencer from '@jest/test-sequencer';

// Small files that take a minute or two. Jest takes large files for slow ones and would begin
// these last, when one worker has nothing left to do.
const slow = /python-checkers|every-screen|test\/lib\/stages|shell\.browser|troubles\.browser/;

/** Jest's order, but for the slowest files. */
export default class SlowestFirst extends TestSequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const isSlow = ({ path }) => slow.test(path);
    return [...sorted.filter(isSlow), ...sorted.filter((test) => !isSlow(test))];
  }
}
