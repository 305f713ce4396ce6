import { afterAll, describe, expect, it } from '@jest/globals';
import { Workplace } from './run-keepsake.ts';

const workplace = new Workplace();
afterAll(() => workplace.remove());

describe.each([
  ['status bat_none --json', 5, 'NotFound', /^No batch bat_none here/],
  ['migrate ./a --to bucket --json', 2, 'CommandProblem', /is not s3:/],
  ['migrate ./a --bogus --json', 2, 'CommandProblem', /Unknown option '--bogus'/],
  ['frobnicate --json', 2, 'CommandProblem', /There is no verb/],
  [
    'migrate ./none --to s3://bucket/x --json --region eu-west-1',
    2,
    'InvalidInput',
    /cannot be opened/,
  ],
])('keepsake %s', (commandLine, exitCode, name, message) => {
  it('says what is wrong as one JSON document on stderr, and nothing on stdout', async () => {
    const { code, stdout, stderr } = await workplace.run(commandLine, {
      AWS_ACCESS_KEY_ID: 'AKID',
      AWS_SECRET_ACCESS_KEY: 'secret',
    });
    expect([code, stdout]).toEqual([exitCode, '']);
    expect(JSON.parse(stderr)).toEqual({
      error: { name, message: expect.stringMatching(message), exitCode },
    });
  });
});
