import type { MachineKey } from './model/machine-key.ts';
import type { Session } from './model/session.ts';

/** Anonymous sessions. */
export interface Sessions {
  create(session: Session): Promise<void>;
  findByTokenHash(tokenHash: string): Promise<Session | undefined>;
  /**
   * Assigns the session to this owner, once; its token opens nothing afterwards. Returns the record
   * after the call, whichever owner claimed it, or `undefined` when there is none. A claimed
   * session stays on record until `keepUntil` at least.
   */
  claim(
    tokenHash: string,
    claim: { claimedBy: string; claimedAt: string; keepUntil: string },
  ): Promise<Session | undefined>;
  /** Token hashes of sessions claimed since then, oldest first; eventually consistent. */
  claimedSince(since: Date): AsyncIterable<string>;
  /** Token hashes of the sessions that this owner claimed, oldest first; eventually consistent. */
  claimedBy(ownerId: string): AsyncIterable<string>;
  /** Deletes the record. Idempotent. */
  erase(tokenHash: string): Promise<void>;
}

/** Machine keys, by their names. */
export interface MachineKeys {
  /** False while a key of that name is on record; then nothing is written. */
  create(key: MachineKey): Promise<boolean>;
  find(name: string): Promise<MachineKey | undefined>;
  /** Idempotent. */
  end(name: string): Promise<void>;
}

/** Checks OIDC access tokens. */
export interface TokenVerifier {
  /** Throws `NotSignedIn` unless it is a valid access token of this issuer and audience. */
  verify(token: string): Promise<{ subject: string; groups: string[] }>;
}

/** A provider of challenges that people solve and programs do not. */
export interface Challenges {
  /**
   * Whether this answer solves a challenge, for the first time. Throws `TransientFault` when the
   * provider does not say.
   */
  isPassed(answer: string): Promise<boolean>;
}
