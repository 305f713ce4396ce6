import { InvalidConfiguration } from '../lib/config.ts';
import { RotationRefused } from './rotation-refused.ts';

const hints: readonly [RegExp, string][] = [
  [/Credential|Token|SSO|InvalidSignature|UnrecognizedClient|ExpiredToken/i, 'Sign in to the account of the stage (AWS_PROFILE).'],
  [/Region is missing/i, 'Say which region the stage is in (AWS_REGION).'],
  [/AccessDenied/i, 'The role needs secretsmanager:CreateSecret, DescribeSecret and DeleteSecret on keepsake/*/delivery-key/*.'],
];

/** One error in words a person can act on; `undefined` for one that is our own mistake and deserves its stack. */
export const explain = (error: unknown): string | undefined => {
  if (error instanceof InvalidConfiguration || error instanceof RotationRefused) return error.message;
  const { name = '', message = '' } = error as Partial<Error>;
  const hint = hints.find(([pattern]) => pattern.test(`${name} ${message}`))?.[1];
  return hint && `AWS refused: ${message}\n${hint} Running the command again is safe.`;
};
