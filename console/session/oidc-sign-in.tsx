import Button from '@cloudscape-design/components/button';
import { InMemoryWebStorage, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { AuthProvider, useAuth } from 'react-oidc-context';
import type { ConsoleConfig, SignInConfig } from '../api/config.ts';
import { FullPageState } from '../parts/full-page-state.tsx';
import { claimsOf, nameOf, roleOf } from './claims.ts';
import { type Session, SessionProvider } from './session.ts';
import { pathAfterSignIn, signOutAddress } from './sign-in-paths.ts';
import { tokenOf } from './token-of.ts';

type Oidc = Extract<SignInConfig, { kind: 'oidc' }>;

const callbackPath = '/sign-in';

/** Signs in at the stage's issuer by authorization code with PKCE. */
export const OidcSignIn = ({
  config,
  signIn,
  children,
}: {
  config: ConsoleConfig;
  signIn: Oidc;
  children: ReactNode;
}) => {
  const [manager] = useState(() => managerOf(signIn));
  return (
    <AuthProvider
      userManager={manager}
      onSigninCallback={(user) => window.history.replaceState({}, '', pathAfterSignIn(user?.state))}
    >
      <Inside config={config} signIn={signIn} manager={manager}>
        {children}
      </Inside>
    </AuthProvider>
  );
};

const managerOf = ({ issuer, clientId, scope }: Oidc): UserManager =>
  new UserManager({
    authority: issuer,
    client_id: clientId,
    scope,
    redirect_uri: `${window.location.origin}${callbackPath}`,
    // Tokens stay in memory: a script or a person that reads the browser's storage finds none.
    userStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
    // Data of one sign-in that must survive the redirect: state and PKCE verifier, used once.
    stateStore: new WebStorageStateStore({ store: window.sessionStorage }),
    // Back from the issuer leads to where the operator was, not here, which would lead there again.
    redirectMethod: 'replace',
    // The API's client asks for a new token when it needs one: `tokenOf`.
    automaticSilentRenew: false,
    validateSubOnSilentRenew: true,
    monitorSession: false,
  });

const Inside = ({
  config,
  signIn,
  manager,
  children,
}: {
  config: ConsoleConfig;
  signIn: Oidc;
  manager: UserManager;
  children: ReactNode;
}) => {
  const auth = useAuth();
  const { isLoading, isAuthenticated, activeNavigator, error, user } = auth;
  const [isSignedOut, setSignedOut] = useState(false);
  const mustSignIn = !(isLoading || isAuthenticated || activeNavigator || error || isSignedOut);
  const { pathname, search, hash } = window.location;
  const here = `${pathname}${search}${hash}`;
  useEffect(() => {
    if (mustSignIn) void manager.signinRedirect({ state: here });
  }, [mustSignIn, manager, here]);
  const session = useMemo((): Session | undefined => {
    if (!user) return undefined;
    const role = roleOf(claimsOf(user.access_token), config);
    const signOut = async (): Promise<void> => {
      setSignedOut(true);
      await manager.removeUser();
      if (signIn.signOutUrl) window.location.assign(signOutAddress(signIn, window.location.origin));
      else await manager.signoutRedirect().catch(() => undefined);
    };
    return {
      name: nameOf({ ...claimsOf(user.access_token), ...user.profile }),
      role,
      getToken: tokenOf(manager),
      signOut: () => void signOut(),
    };
  }, [user, config, manager, signIn]);
  if (session && isAuthenticated)
    return <SessionProvider value={session}>{children}</SessionProvider>;
  if (isSignedOut) return <FullPageState kind="done" title="You are signed out" />;
  if (error)
    return (
      <FullPageState kind="error" title="The sign-in did not work">
        {error.message}{' '}
        <Button onClick={() => void manager.signinRedirect({ state: '/' })}>Sign in again</Button>
      </FullPageState>
    );
  return <FullPageState kind="loading" title="Signing in" />;
};
