import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const at = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

const { status, stdout } = spawnSync(
  process.execPath,
  [
    '--no-warnings',
    at('../../../node_modules/jest/bin/jest.js'),
    '--config',
    at('planted/jest.config.js'),
    '--json',
  ],
  { encoding: 'utf8' },
);
type Result = { name: string; status: string; message: string };
const results = new Map(
  JSON.parse(stdout).testResults.map((result: Result) => [
    path.basename(result.name, '.planted.ts'),
    result,
  ]),
) as Map<string, Result>;

describe('a run of the tests', () => {
  it('ends with an error when a test failed', () => {
    expect(status).toBe(1);
  });

  it.each([
    ['fails', /> 7 \|.*at Object.<anonymous> \(test\/jest\/native\/planted\/fails.planted.ts:7:/s],
    ['throws-at-load', /planted at load.*native\/planted\/throws.ts:1:7/s],
    ['rejects-at-its-end', /waits for nothing.*planted rejection/s],
    ['throws-in-a-timer', /goes on.*planted in a timer/s],
    ['exits', /worker process .* crashed .*exitCode=0/],
    ['starts-a-program', /(starts no program.*name\.program\.test\.ts.*){3}/s],
    ['synthesizes', /synthesizes no stack.*name\.stage\.test\.ts/s],
    ['hangs', /waits for ever.*Exceeded timeout of 100 ms/s],
  ])('says why and where a file went wrong: %s', (name, message) => {
    expect(results.get(name)?.status).toBe('failed');
    expect(results.get(name)?.message).toMatch(message);
  });

  it('gives each file modules, an environment and globals of its own', () => {
    const littering = ['litters-one', 'litters-another'].map((name) => results.get(name)?.status);
    expect(littering).toEqual(['passed', 'passed']);
  });

  it('runs all of them', () => {
    expect(results.size).toBe(10);
  });
});
