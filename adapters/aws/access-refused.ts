import { awsError, translated } from './aws-errors.ts';

/**
 * AWS does not take the caller's credentials, or does not let them do this. Signing in again helps,
 * or being allowed to; asking again does not.
 */
export class AccessRefused extends Error {
  override readonly name = 'AccessRefused';
  /** The missing right, as a policy spells it. */
  readonly right: string;

  constructor(right: string, said: string, cause?: unknown) {
    super(`AWS refused ${right}: ${said.replace(/\.$/, '')}.`, { cause });
    this.right = right;
  }
}

// Some services say so with 400.
const names = new RegExp(
  [
    'AccessDenied',
    'NotAuthorized',
    'ExpiredToken',
    'InvalidAccessKeyId',
    'InvalidToken',
    'RequestExpired',
    'TokenRefreshRequired',
    'InvalidClientTokenId',
    'UnrecognizedClient',
    'MissingAuthenticationToken',
    'Signature',
  ].join('|'),
);

/** True when an SDK error rejects the caller's credentials or rights, not the request itself. */
export const isAccessRefusal = (error: unknown): boolean => {
  const { name, $metadata } = awsError(error);
  const status = $metadata?.httpStatusCode;
  return status === 401 || status === 403 || (name !== undefined && names.test(name));
};

/**
 * Runs one call for a person, and names the missing right. `right` is the action as a policy spells
 * it, e.g. `sqs:SendMessage`. Throws `AccessRefused`, `TransientFault`, or the SDK's error.
 */
export const callWithRight = async <Answer>(
  right: string,
  call: () => Promise<Answer>,
): Promise<Answer> => {
  try {
    return await call();
  } catch (error) {
    if (isAccessRefusal(error))
      throw new AccessRefused(right, awsError(error).message ?? 'nothing more', error);
    throw translated(`call ${right}`, error);
  }
};
