import { sign } from 'node:crypto';
import type { ServiceAccount } from '../../../aws/http-guard.ts';

/** The longest that Google takes. */
const lifetimeSeconds = 3600;

/** A token is not used in its last minutes: the clocks of two machines differ. */
const reserveSeconds = 600;

const scope = 'https://www.googleapis.com/auth/devstorage.read_only';

/**
 * A token that reads storage for an hour. The account signs it itself, so that no server is asked
 * for it, and the key is never sent. Google, AIP-4111, "Self-signed JWT".
 */
export const selfSignedToken = (account: ServiceAccount, nowSeconds: number): string => {
  const { email, keyId, privateKey } = account;
  const claims = { iss: email, sub: email, scope, iat: nowSeconds };
  const text = [
    encoded({ alg: 'RS256', typ: 'JWT', kid: keyId }),
    encoded({ ...claims, exp: nowSeconds + lifetimeSeconds }),
  ].join('.');
  return `${text}.${sign('RSA-SHA256', Buffer.from(text), privateKey).toString('base64url')}`;
};

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** The tokens of a connection's requests, each used for most of an hour. */
export class ServiceAccountTokens {
  #token: { text: string; until: number } | undefined;

  headersFor(account: ServiceAccount | undefined): Record<string, string> {
    if (!account) return {};
    const now = Math.floor(Date.now() / 1000);
    if (!this.#token || this.#token.until <= now)
      this.#token = {
        text: selfSignedToken(account, now),
        until: now + lifetimeSeconds - reserveSeconds,
      };
    return { authorization: `Bearer ${this.#token.text}` };
  }
}
