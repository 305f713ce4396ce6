/**
 * Where the operator goes on after signing in: the page they came for. Any other value than a path
 * of this site leads to the start, so that a forged state leads nowhere else.
 */
export const pathAfterSignIn = (state: unknown): string =>
  typeof state === 'string' && /^\/(?![/\\])/.test(state) && !state.startsWith('/sign-in')
    ? state
    : '/';

/** Cognito's sign-out wants the client and where to go after it. */
export const signOutAddress = (
  { signOutUrl, clientId }: { signOutUrl?: string; clientId: string },
  origin: string,
): string => `${signOutUrl}?${new URLSearchParams({ client_id: clientId, logout_uri: origin })}`;
