/**
 * AWS does not take the caller's credentials, or does not let them do this. Signing in again helps,
 * or being allowed to; asking again does not.
 */
export class AccessRefused extends Error {
  override readonly name = 'AccessRefused';
  /** What the caller wanted to do, as a policy spells it. */
  readonly right: string;

  constructor(right: string, said: string) {
    super(`AWS refused ${right}: ${said.replace(/\.$/, '')}.`);
    this.right = right;
  }
}

// Some services say so with 400.
const names =
  /AccessDenied|NotAuthorized|ExpiredToken|InvalidClientTokenId|UnrecognizedClient|MissingAuthenticationToken|Signature/;

/** True when an answer is about who asks, not about what is asked. */
export const isAccessRefusal = (status: number, code = ''): boolean =>
  status === 401 || status === 403 || names.test(code);
