import { InvalidConfiguration } from '../../lib/config.ts';
import { RotationRefused } from './rotation-refused.ts';

// Matches the error's name first, because a message names the caller's role, which may be called
// AWSReservedSSO_….
const hints: readonly [RegExp, string][] = [
  [
    /^AccessDenied/,
    'The role needs secretsmanager:CreateSecret, DescribeSecret and DeleteSecret on ' +
      'keepsake/*/delivery-key/*.',
  ],
  [
    /Credential|Token|SSO|InvalidSignature|UnrecognizedClient|ExpiredToken/i,
    'Sign in to the account of the stage (AWS_PROFILE).',
  ],
  [/Region is missing|Region not accepted/i, 'Say which region the stage is in (AWS_REGION).'],
];

/**
 * One error in words a person can act on, and what the command ends with; `undefined` for our own
 * mistake, which deserves its stack.
 */
export const explain = (error: unknown): { words: string; exitCode: number } | undefined => {
  if (error instanceof InvalidConfiguration) return { words: error.message, exitCode: 2 };
  if (error instanceof RotationRefused) return { words: error.message, exitCode: 4 };
  const { name = '', message = '' } = error as Partial<Error>;
  const hint = hints.find(([pattern]) => pattern.test(`${name} ${message}`))?.[1];
  return hint
    ? { words: `AWS refused: ${message}\n${hint} Running the command again is safe.`, exitCode: 1 }
    : undefined;
};
