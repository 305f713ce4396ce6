import { describe, expect, it } from '@jest/globals';
import { readArguments, WrongUsage } from '../../../tools/first-deploy/arguments.ts';
import { runScript } from '../../run-script.ts';

describe('the command line', () => {
  it('checks stage dev when none is named', () => {
    expect(readArguments([])).toEqual({
      stage: 'dev',
      json: false,
      quick: false,
      preflight: false,
      help: false,
    });
  });

  it('takes stage, --json and --quick', () => {
    expect(readArguments(['--stage', 'prod', '--json', '--quick'])).toEqual({
      stage: 'prod',
      json: true,
      quick: true,
      preflight: false,
      help: false,
    });
  });

  it.each([['--stag', 'prod'], ['prod'], ['--stage']])('refuses %s %s', (...args) => {
    expect(() => readArguments(args)).toThrow(WrongUsage);
  });

  it('ends with 2 and the usage when it is wrong', async () => {
    const run = runScript('tools/first-deploy/main.ts', ['--bogus']);
    expect(await run.ended).toBe(2);
    expect(run.output.stderr).toMatch(/Unknown option '--bogus'\nnpm run first-deploy/);
  });

  it('ends with 0 and the usage on stdout for --help', async () => {
    const run = runScript('tools/first-deploy/main.ts', ['--help']);
    expect({ code: await run.ended, stderr: run.output.stderr }).toEqual({ code: 0, stderr: '' });
    expect(run.output.stdout).toContain('Exit code: 0 nothing failed, 1 something failed');
  });

  it('ends with 1 for a stage that is not configured, naming those that are', async () => {
    const run = runScript('tools/first-deploy/main.ts', ['--stage', 'nope']);
    expect(await run.ended).toBe(1);
    expect(run.output.stderr).toContain('local, dev, prod');
  });

  it('ends with 1 without credentials, saying how to get some', async () => {
    const nobody = {
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
      AWS_PROFILE: undefined,
      AWS_ENDPOINT_URL: undefined,
    };
    const files = {
      AWS_CONFIG_FILE: 'no-such-file',
      AWS_SHARED_CREDENTIALS_FILE: 'no-such-file',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
    const run = runScript('tools/first-deploy/main.ts', [], {
      ...nobody,
      ...files,
      AWS_REGION: 'us-east-1',
    });
    expect(await run.ended).toBe(1);
    expect(run.output.stderr).toMatch(/^No AWS credentials: .* Sign in as for the AWS CLI/);
  });
});
