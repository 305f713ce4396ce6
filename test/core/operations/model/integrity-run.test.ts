import { describe, expect, it } from '@jest/globals';
import {
  dueRun,
  type IntegrityRun,
  weekOf,
} from '../../../../core/operations/model/integrity-run.ts';

const due = (last: IntegrityRun | undefined, now: string, everyWeeks = 52) =>
  dueRun(last, { now: new Date(now), everyWeeks });

const finished = (startedAt: string, part = 1, of = 52): IntegrityRun => {
  const run = due(undefined, startedAt, of);
  if (!run) throw new Error('A first run is always due.');
  const { next: _next, ...rest } = run;
  return { ...rest, part };
};

describe('the run that is due', () => {
  it('is of the first part at first', () => {
    expect(due(undefined, '2030-01-09T10:00:00.000Z')).toMatchObject({
      part: 1,
      of: 52,
      next: { look: 'files' },
      revision: 0,
    });
  });

  it.each([
    ['in the hour after', '2030-01-07T01:00:00.000Z'],
    ['on Sunday night', '2030-01-13T23:59:59.999Z'],
  ])('is none %s, once the run of a Monday is finished', (_, now) => {
    expect(due(finished('2030-01-07T00:00:00.000Z'), now)).toBeUndefined();
  });

  it('is of the next part from the next Monday on, and of the first after the last', () => {
    const monday = '2030-01-14T00:00:00.000Z';
    expect(due(finished('2030-01-07T00:00:00.000Z', 5), monday)?.part).toBe(6);
    expect(due(finished('2030-01-13T23:00:00.000Z', 52), monday)?.part).toBe(1);
  });

  it('leaves no part out, though weeks went by without a run', () => {
    expect(due(finished('2030-01-07T00:00:00.000Z', 5), '2030-06-01T00:00:00.000Z')?.part).toBe(6);
  });

  it('is the unfinished one, also weeks later', () => {
    const begun = due(undefined, '2030-01-07T00:00:00.000Z');
    expect(due(begun, '2030-02-11T00:00:00.000Z')).toBe(begun);
  });

  it('begins anew when a stage changes how many parts there are', () => {
    const last = finished('2030-01-07T00:00:00.000Z', 40);
    expect(due(last, '2030-01-14T00:00:00.000Z', 4)).toMatchObject({ part: 1, of: 4 });
  });
});

describe('the week of a run', () => {
  it.each([
    ['2030-01-07T00:00:00.000Z', '2030-01-07'],
    ['2030-01-13T23:59:59.999Z', '2030-01-07'],
    ['2030-01-06T23:59:59.999Z', '2029-12-31'],
  ])('of %s begins on Monday, %s', (time, monday) => {
    expect(weekOf(time)).toBe(monday);
  });
});
