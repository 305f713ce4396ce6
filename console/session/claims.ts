import type { ConsoleConfig } from '../api/config.ts';
import type { Session } from './session.ts';

type Claims = Record<string, unknown>;

/**
 * The claims of a JWT, unverified. The console uses them to choose which actions to show; the API
 * decides which are allowed. Another kind of token has no claims.
 */
export const claimsOf = (token: string): Claims => {
  try {
    return JSON.parse(new TextDecoder().decode(bytesOf(token.split('.')[1] ?? 'e30')));
  } catch {
    return {};
  }
};

const bytesOf = (base64url: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (char) =>
    char.charCodeAt(0),
  );

/** The role that a token's groups give. */
export const roleOf = (
  claims: Claims,
  { adminGroup, viewerGroup }: Pick<ConsoleConfig, 'adminGroup' | 'viewerGroup'>,
): Session['role'] => {
  const groups = groupsOf(claims);
  if (groups.includes(adminGroup)) return 'admin';
  return groups.includes(viewerGroup) ? 'viewer' : 'none';
};

const groupsOf = (claims: Claims): readonly unknown[] => {
  const groups = claims['cognito:groups'] ?? claims.groups;
  return Array.isArray(groups) ? groups : [];
};

/** The name to show for a token's operator. */
export const nameOf = (claims: Claims): string => {
  const { email, username, sub } = claims;
  return [email, username, sub].find((name) => typeof name === 'string') ?? 'Signed in';
};
