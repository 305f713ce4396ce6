import { AccessRefused, isAccessRefusal } from '../adapters/aws/access-refused.ts';
import { awsError } from '../adapters/aws/aws-errors.ts';

/**
 * AWS's words about rejected credentials, and the remedy; `undefined` for any other error. The
 * SDK's own refusals name the right in their text.
 */
export const accessAdvice = (error: unknown): string | undefined => {
  if (error instanceof AccessRefused) return advice(error.message, error.right);
  const { message = 'nothing more', $metadata } = awsError(error);
  if (!$metadata || !isAccessRefusal(error)) return undefined;
  return advice(`AWS refused: ${message.replace(/\.$/, '')}.`, 'it');
};

const advice = (what: string, right: string): string =>
  `${what} Sign in again (AWS_PROFILE, aws sso login), or have ${right} allowed.`;
