import type { JWTPayload } from 'jose';

/** Header and claims of a token whose signature, issuer and expiry hold. */
export type VerifiedToken = { header: { typ?: unknown }; claims: JWTPayload };

/**
 * Claims that only other tokens carry: ID tokens (`nonce`, `at_hash`, `c_hash`, `s_hash`) and
 * logout and security event tokens (`events`).
 */
const foreignClaims = ['nonce', 'at_hash', 'c_hash', 's_hash', 'events'] as const;

/**
 * Claims by which issuers without RFC 9068 mark access tokens: Cognito's `token_use`, Keycloak's
 * `typ`, and the granted scopes of the others. ID tokens have none of them, or another value.
 */
const marks = {
  token_use: (value: unknown): boolean => value === 'access',
  typ: (value: unknown): boolean => value === 'Bearer',
  scope: (value: unknown): boolean => typeof value === 'string',
  scp: (value: unknown): boolean => typeof value === 'string' || Array.isArray(value),
} as const;

/** The user in an access token for one of these audiences; `undefined` for other tokens. */
export const subjectOf = (
  audiences: readonly string[],
  token: VerifiedToken,
): string | undefined => {
  const { sub } = token.claims as { sub?: unknown };
  const isForUs = isAccessToken(token) && isMeantFor(audiences, token.claims);
  return isForUs && isSubject(sub) ? sub : undefined;
};

/** Issuers sign several kinds of token with the same keys; any of them may call itself `jwt`. */
const isAccessToken = ({ header, claims }: VerifiedToken): boolean => {
  if (foreignClaims.some((name) => claims[name] !== undefined)) return false;
  const type = mediaTypeOf(header);
  if (type === 'at+jwt') return true;
  return type === 'jwt' && hasAccessMark(claims);
};

/** The `typ` header without `application/`, as RFC 7519 compares it. */
const mediaTypeOf = ({ typ = 'jwt' }: VerifiedToken['header']): string =>
  String(typ)
    .toLowerCase()
    .replace(/^application\//, '');

const hasAccessMark = (claims: JWTPayload): boolean => {
  const carried = Object.entries(marks).filter(([name]) => claims[name] !== undefined);
  return carried.length > 0 && carried.every(([name, isAccess]) => isAccess(claims[name]));
};

/** Access tokens of Cognito name their client instead of an audience. */
const isMeantFor = (
  audiences: readonly string[],
  { token_use: use, client_id: client, aud }: JWTPayload,
): boolean =>
  [use === undefined ? aud : client].flat().some((named) => audiences.includes(named as string));

/** OpenID Connect allows up to 255 ASCII characters; here they become part of keys and headers. */
const isSubject = (sub: unknown): sub is string =>
  typeof sub === 'string' && /^[!-~](?:[ -~]{0,253}[!-~])?$/.test(sub);
