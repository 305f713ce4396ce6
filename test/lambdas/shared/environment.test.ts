import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { env, settings } from '../../../lambdas/shared/environment.ts';
import { taskRoot } from '../task-root.ts';

const before = { ...process.env };
beforeEach(() => {
  process.env.LAMBDA_TASK_ROOT = taskRoot({ chunkSize: 25, maxAttempts: 2, sweepHours: null });
});
afterEach(() => {
  process.env = { ...before };
});

describe('a variable', () => {
  it.each([undefined, '', ' '])('is missing when it is %j', (value) => {
    process.env.QUOTAS_TABLE = value;
    if (value === undefined) delete process.env.QUOTAS_TABLE;
    expect(() => env('QUOTAS_TABLE')).toThrow(/^Environment variable QUOTAS_TABLE is missing/);
  });
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
    process.env.LAMBDA_TASK_ROOT = '/nowhere';
    expect(() => settings('chunkSize')).toThrow(/nowhere\/settings.json cannot be read: .*/);
  });
});

describe('a setting that only CloudFormation knows', () => {
  beforeEach(() => {
    process.env.LAMBDA_TASK_ROOT = taskRoot({
      auth: { issuer: { $env: 'AUTH_ISSUER' }, adminGroup: 'admin' },
    });
  });

  it('is read from the variable that the file names', () => {
    process.env.AUTH_ISSUER = 'https://issuer.example';
    expect(settings('auth').auth).toEqual({
      issuer: 'https://issuer.example',
      adminGroup: 'admin',
    });
  });

  it('is a mistake of the deployment if the variable is not there', () => {
    expect(() => settings('auth')).toThrow(/Environment variable AUTH_ISSUER is missing/);
  });
});
