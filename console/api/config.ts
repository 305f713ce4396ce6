/** How operators sign in: by an OpenID Connect issuer, or by the address `npm start` prints. */
export type SignInConfig =
  | { kind: 'local' }
  | {
      kind: 'oidc';
      /** The issuer, whose metadata says where to sign in. */
      issuer: string;
      clientId: string;
      scope: string;
      /**
       * Where signing out ends the issuer's own session, for issuers whose metadata does not say
       * it: Cognito's `/logout`.
       */
      signOutUrl?: string;
    };

/** The stage's settings for its console, in `config.json` beside it. */
export type ConsoleConfig = {
  stage: string;
  signIn: SignInConfig;
  adminGroup: string;
  viewerGroup: string;
};

/** Reads the stage's settings. Throws if they are not there. */
export const loadConfig = async (): Promise<ConsoleConfig> => {
  const answer = await fetch('/config.json', { cache: 'no-store' });
  if (!answer.ok) throw new Error(`config.json answered ${answer.status}.`);
  return (await answer.json()) as ConsoleConfig;
};
