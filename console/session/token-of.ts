/** As much of a user manager as gets and renews tokens. */
type Manager = {
  getUser(): Promise<{ access_token: string; expired?: boolean | undefined } | null>;
  signinSilent(): Promise<{ access_token: string } | null>;
};

/**
 * A function that gets an access token. The client calls it again only after the API rejected the
 * last token; the token is then renewed, as it is once it has expired. Rejects if the renewal
 * fails.
 */
export const tokenOf = (manager: Manager): (() => Promise<string>) => {
  let last: string | undefined;
  return async () => {
    const user = await manager.getUser();
    const isUsable = user && !user.expired && user.access_token !== last;
    const token = isUsable ? user : await manager.signinSilent();
    if (!token) throw new Error('The session has ended.');
    last = token.access_token;
    return last;
  };
};
