import { describe, expect, it } from '@jest/globals';
import { daysAfter } from '../../../core/shared/model/later.ts';
import { defaults } from '../../../lib/defaults.ts';

/** The first of each month of eight years, between which every kind of five years begins. */
const beginnings = Array.from({ length: 96 }, (_, month) => new Date(Date.UTC(2027, month, 1)));

const fiveYearsAfter = (day: Date): Date =>
  new Date(Date.UTC(day.getUTCFullYear() + 5, day.getUTCMonth(), day.getUTCDate()));

describe('a printed link', () => {
  it.each(Object.entries(defaults))(
    'lives five years on a stage %s, leap days or not',
    (_, stage) => {
      const tooShort = beginnings.filter(
        (day) => daysAfter(day, stage.delivery.linkDays) < fiveYearsAfter(day),
      );
      expect(tooShort).toEqual([]);
    },
  );
});
