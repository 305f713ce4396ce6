import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { settings } from '../../../lambdas/shared/environment.ts';

const before = { ...process.env };
beforeEach(() => {
  process.env.SETTINGS = JSON.stringify({ chunkSize: 25, maxAttempts: 2, sweepHours: null });
});
afterEach(() => {
  process.env = before;
});

describe('settings', () => {
  it('are those that were asked for, and no others', () => {
    expect(settings('chunkSize')).toEqual({ chunkSize: 25 });
  });

  it('hold nothing for one that the stage does not have', () => {
    expect(settings('sweepHours', 'chunkSize')).toStrictEqual({
      sweepHours: undefined,
      chunkSize: 25,
    });
  });

  it('say which of them the construct forgot', () => {
    expect(() => settings('chunkSize', 'quotas')).toThrow(
      /Setting quotas is missing: .* must name it\./,
    );
  });

  it('are missing altogether for a function that was granted none', () => {
    delete process.env.SETTINGS;
    expect(() => settings('chunkSize')).toThrow(/Environment variable SETTINGS is missing/);
  });
});
