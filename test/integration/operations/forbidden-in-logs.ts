/** Patterns that no line of any log may contain. */
export const forbiddenInLogs: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a signature', /X-Amz-Signature/i],
  ['a session token', /kst_/],
  ['a JWT', /eyJ[\w-]{10}/],
  ['an Authorization header', /Bearer (?!<token>)/],
  ['a URL', /https?:\/\//],
  ['an e-mail address', /[\w.+-]+@[\w-]+\.[a-z]{2,}/i],
  ['a whole event', /"headers"|"Records"|"requestContext"/],
];
