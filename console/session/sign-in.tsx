import { lazy, type ReactNode, Suspense } from 'react';
import type { ConsoleConfig } from '../api/config.ts';
import { FullPageState } from '../parts/full-page-state.tsx';
import { LocalSignIn } from './local-sign-in.tsx';

const OidcSignIn = lazy(() =>
  import('./oidc-sign-in.tsx').then(({ OidcSignIn: component }) => ({ default: component })),
);

/** Signs the operator in by the stage's method, then shows its children. */
export const SignIn = ({ config, children }: { config: ConsoleConfig; children: ReactNode }) => {
  const { signIn } = config;
  if (signIn.kind === 'local') return <LocalSignIn config={config}>{children}</LocalSignIn>;
  return (
    <Suspense fallback={<FullPageState kind="loading" title="Signing in" />}>
      <OidcSignIn config={config} signIn={signIn}>
        {children}
      </OidcSignIn>
    </Suspense>
  );
};
