import { describe, expect, it } from '@jest/globals';
import { olderCleanUpOptions } from '../../../lambdas/operations/older-clean-up.ts';

describe('an older operator’s clean-up', () => {
  it.each(['true', 'True', 'TRUE', '1', 'yes', 'on'])('deletes nothing with dry_run=%s', (text) => {
    expect(olderCleanUpOptions({ dry_run: text })).toEqual({ olderThanHours: 24, dryRun: true });
  });

  it.each(['false', '0', 'no'])('deletes with dry_run=%s, and without it', (text) => {
    expect(olderCleanUpOptions({ hours: '48', dry_run: text })).toEqual({
      olderThanHours: 48,
      dryRun: false,
    });
    expect(olderCleanUpOptions({ hours: '48' })).toEqual({ olderThanHours: 48, dryRun: false });
  });

  it.each([
    { dry_run: 'maybe' },
    { dry_run: '' },
    { dry_run: 'constructor' },
    { dryrun: 'true' },
    { hours: '24', dryRun: 'true' },
  ])('refuses %j, which may mean a dry run', (query) => {
    expect(() => olderCleanUpOptions(query)).toThrow(/dry/i);
  });

  it.each(['0x10', '1e1', ' 5', '1.5', '-1', '', '0', '87601', 'Infinity', '５'])(
    'refuses %j for hours: a misread age would delete what is young',
    (hours) => {
      expect(() => olderCleanUpOptions({ hours })).toThrow(/hours/);
    },
  );
});
