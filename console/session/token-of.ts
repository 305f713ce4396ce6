type User = { access_token: string; refresh_token?: string; expired?: boolean | undefined };

/** As much of a user manager as gets and renews tokens. */
type Manager = {
  getUser(): Promise<User | null>;
  signinSilent(): Promise<{ access_token: string } | null>;
};

/** A token that cannot be had. `status` is that of an API's answer that means the same. */
class NoToken extends Error {
  override readonly name = 'NoToken';
  readonly status: number;

  constructor(status: 0 | 401, message: string, cause?: unknown) {
    super(message, { cause });
    this.status = status;
  }
}

/**
 * A function that gets an access token. The client calls it again only after the API rejected the
 * last token; the token is then renewed, as it is once it has expired. Nothing else renews it: an
 * issuer may take each refresh token once. Rejects with a `status`: 401 if the session has ended, 0
 * if no answer came.
 */
export const tokenOf = (manager: Manager): (() => Promise<string>) => {
  let last: string | undefined;
  return async () => {
    const user = await manager.getUser();
    const isUsable = user && !user.expired && user.access_token !== last;
    last = isUsable ? user.access_token : await renew(manager, user);
    return last;
  };
};

/** Without a refresh token only a new sign-in helps: silent frames are forbidden here. */
const renew = async (manager: Manager, user: User | null): Promise<string> => {
  if (user?.refresh_token === undefined) throw ended();
  try {
    const next = await manager.signinSilent();
    if (next) return next.access_token;
  } catch (error) {
    if (!isRefusal(error)) throw new NoToken(0, 'The issuer does not answer.', error);
    throw ended(error);
  }
  throw ended();
};

const ended = (cause?: unknown): NoToken => new NoToken(401, 'The sign-in has ended.', cause);

/** A refusal of the issuer has a code, e.g. `invalid_grant`; without one, no answer came. */
const isRefusal = (error: unknown): boolean =>
  error instanceof Error && 'error' in error && typeof error.error === 'string';
