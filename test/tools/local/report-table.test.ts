import { describe, expect, it } from '@jest/globals';
import { relevantLines } from '../../../tools/local/relevant-lines.ts';
import { reportTable } from '../../../tools/local/story/report-table.ts';

describe('the report table', () => {
  it('puts words to the left and numbers to the right', () => {
    const table = reportTable(['role', 'bytes'], [['photo', '12'], ['pdf', '12345']]); // biome-ignore format: reads like a table
    expect(table.split('\n')).toEqual([
      '  role   bytes',
      '  ─────  ─────',
      '  photo     12',
      '  pdf    12345',
      '',
    ]);
  });

  it('shortens the widest cells in the middle on a narrow terminal', () => {
    const key = `photos/ord_${'a'.repeat(40)}/upl_end`;
    const table = reportTable(['role', 'permanent key'], [['photo', key]], 40);
    expect(Math.max(...table.split('\n').map((line) => line.length))).toBeLessThanOrEqual(40);
    expect(table).toMatch(/photos\/ord_a+…a+\/upl_end/);
  });
});

describe('the relevant lines of a failed command', () => {
  it('are its first complaint and its last words, without stack traces', () => {
    const lines = [
      'building',
      'Error: no such stage',
      '    at file.js:1',
      ...Array.from({ length: 30 }, (_, index) => `line ${index}`),
    ];
    const shown = relevantLines(lines).split('\n');
    expect(shown.slice(0, 2)).toEqual(['  Error: no such stage', '  …']);
    expect(shown.at(-1)).toBe('  line 29');
    expect(shown).toHaveLength(14);
  });
});
