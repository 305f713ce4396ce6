import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import { NotSignedIn, TransientFault } from '../../core/errors.ts';
import type { TokenVerifier } from '../../core/sessions/ports.ts';
import { subjectOf, type VerifiedToken } from './access-token.ts';

type Issuer = { issuer: string; jwksUri: string; audiences: readonly string[] };

/**
 * Errors of jose for a wrong answer of the issuer rather than a wrong token: a status other than
 * 200, or a body that is not JSON.
 */
const issuerFaults = new Set<string>([
  errors.JOSEError.code,
  errors.JWKSTimeout.code,
  errors.JWKSInvalid.code,
]);

/**
 * Verifies access tokens against the issuer's published keys, which are cached and fetched again
 * when an unknown key signs.
 */
export class JwksTokenVerifier implements TokenVerifier {
  readonly #settings: Issuer;
  readonly #keys: ReturnType<typeof createRemoteJWKSet>;

  constructor(settings: Issuer) {
    this.#settings = settings;
    this.#keys = createRemoteJWKSet(new URL(settings.jwksUri));
  }

  async verify(token: string): Promise<{ subject: string; groups: string[] }> {
    const verified = await this.#verify(token);
    const subject = subjectOf(this.#settings.audiences, verified);
    if (subject === undefined) throw new NotSignedIn('This is not an access token for Keepsake.');
    const { claims } = verified;
    return { subject, groups: stringsOf(claims['cognito:groups'] ?? claims.groups) };
  }

  async #verify(token: string): Promise<VerifiedToken> {
    try {
      const { payload, protectedHeader } = await jwtVerify(token, this.#keys, {
        issuer: this.#settings.issuer,
        algorithms: ['RS256', 'ES256'],
        requiredClaims: ['exp'],
      });
      return { header: protectedHeader, claims: payload };
    } catch (error) {
      if (isUnreachable(error))
        throw new TransientFault('The token issuer’s keys cannot be read now.', { cause: error });
      throw new NotSignedIn('This token is not valid or has expired. Sign in again.', {
        cause: error,
      });
    }
  }
}

const stringsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];

const isUnreachable = (error: unknown): boolean =>
  !(error instanceof errors.JOSEError) || issuerFaults.has(error.code);
