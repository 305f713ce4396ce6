import type { Session } from './model/session.ts';

/** Anonymous sessions. */
export interface Sessions {
  create(session: Session): Promise<void>;
  findByTokenHash(tokenHash: string): Promise<Session | undefined>;
  /**
   * Marks it as this owner's, once: from then on its token opens nothing. Answers the record as it
   * is afterwards, whoever claimed it, or `undefined` when there is none. A claimed session stays
   * on record until `keepUntil` at least.
   */
  claim(
    tokenHash: string,
    claim: { claimedBy: string; claimedAt: string; keepUntil: string },
  ): Promise<Session | undefined>;
  /** Token hashes of the sessions claimed since then, oldest first; eventually consistent. */
  claimedSince(since: Date): AsyncIterable<string>;
}

/** Checks OIDC access tokens. */
export interface TokenVerifier {
  /**
   * Throws `NotSignedIn` for anything but a current access token of the configured issuer and
   * audience.
   */
  verify(token: string): Promise<{ subject: string; groups: string[] }>;
}
