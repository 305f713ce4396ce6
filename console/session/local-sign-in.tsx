import { type ReactNode, useEffect, useState } from 'react';
import type { ConsoleConfig } from '../api/config.ts';
import { FullPageState } from '../parts/full-page-state.tsx';
import { claimsOf, nameOf, roleOf } from './claims.ts';
import { type Session, SessionProvider } from './session.ts';

/** Signs in with what the address of `npm start` left in this browser. */
export const LocalSignIn = ({
  config,
  children,
}: {
  config: ConsoleConfig;
  children: ReactNode;
}) => {
  const [session, setSession] = useState<Session | 'asking' | 'refused'>('asking');
  useEffect(() => {
    askToken().then(
      (token) => {
        const claims = claimsOf(token);
        const [name, role] = [nameOf(claims), roleOf(claims, config)];
        setSession({ name, role, getToken: askToken, signOut });
      },
      () => setSession('refused'),
    );
  }, [config]);
  if (session === 'asking') return <FullPageState kind="loading" title="Signing in" />;
  if (session === 'refused')
    return (
      <FullPageState kind="refused" title="You are not signed in">
        Open the console&rsquo;s address that &ldquo;npm start&rdquo; printed. It is good while npm
        start runs; .keepsake/local.json holds it, too, as consoleUrl.
      </FullPageState>
    );
  return <SessionProvider value={session}>{children}</SessionProvider>;
};

/** The server of `npm start` hands out tokens to the browser that opened the signed-in address. */
const askToken = async (): Promise<string> => {
  const answer = await fetch('/session', { method: 'POST', cache: 'no-store' });
  if (!answer.ok) throw new Error(`The local server answered ${answer.status}.`);
  return ((await answer.json()) as { token: string }).token;
};

const signOut = (): void => {
  void fetch('/session', { method: 'DELETE' }).finally(() => window.location.assign('/'));
};
