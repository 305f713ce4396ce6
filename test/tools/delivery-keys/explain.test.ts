import { describe, expect, it } from '@jest/globals';
import { explain } from '../../../tools/delivery-keys/explain.ts';

const error = (name: string, message: string): Error => Object.assign(new Error(message), { name });

const role = 'arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Developer_0a1b/me@example.com';

describe('what AWS refused', () => {
  it.each([
    [
      'AccessDeniedException',
      `User: ${role} is not authorized to perform: secretsmanager:CreateSecret`,
      /needs secretsmanager:CreateSecret/,
    ],
    [
      'AccessDeniedException',
      'User: CredentialsTokenBot is not authorized',
      /needs secretsmanager:CreateSecret/,
    ],
    ['ExpiredTokenException', 'The security token included in the request is expired', /Sign in/],
    ['CredentialsProviderError', 'Could not load credentials from any providers', /Sign in/],
    ['Error', 'Region is missing', /AWS_REGION/],
  ])('%s: %s', (name, message, hint) => {
    expect(explain(error(name, message))?.words).toMatch(hint);
  });

  it('leaves our own mistakes their stack', () => {
    expect(explain(error('TypeError', 'x is not a function'))).toBeUndefined();
  });
});
