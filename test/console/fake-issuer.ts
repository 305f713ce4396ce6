import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { hangUp, listen, urlOf } from '../listening.ts';

const part = (claims: object): string => Buffer.from(JSON.stringify(claims)).toString('base64url');

const bodyOf = async (request: IncomingMessage): Promise<URLSearchParams> => {
  let text = '';
  for await (const chunk of request) text += chunk;
  return new URLSearchParams(text);
};

/**
 * An OpenID Connect issuer as Cognito is, with one user, whose session lasts, so that there are no
 * questions. Its access tokens name a client and no audience, their groups are Cognito's, and its
 * metadata names a sign-out that wants other parameters than OpenID Connect's.
 */
export class FakeIssuer {
  /** Every request to the token endpoint, by its grant. */
  readonly grants: string[] = [];
  /** Addresses of sign-ins and sign-outs. */
  readonly visits: URL[] = [];
  /** True: each renewal gives a new refresh token and ends the last one. False: the first stays. */
  rotates = false;
  /** True: renewals are refused, as after the refresh token's time. */
  isOver = false;
  /** True: the sign-in waits for a password. */
  asks = false;
  #serial = 0;
  #refreshToken = 'none';
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  async start(): Promise<this> {
    await listen(this.#server);
    return this;
  }

  async stop(): Promise<void> {
    await hangUp(this.#server);
  }

  /** Before each test: nothing was asked yet, no token is good. */
  reset(): void {
    this.grants.length = 0;
    this.visits.length = 0;
    this.rotates = false;
    this.isOver = false;
    this.asks = false;
    this.#refreshToken = 'none';
  }

  get origin(): string {
    return urlOf(this.#server);
  }

  /** The access token that was issued last. */
  get lastToken(): string {
    return this.#token(this.#serial);
  }

  #token(serial: number): string {
    const claims = { token_use: 'access', client_id: 'console', sub: 'you', username: 'you' };
    const groups = { 'cognito:groups': ['admin'] };
    return `${part({ alg: 'none' })}.${part({ ...claims, ...groups, serial })}.none`;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.origin);
    response.setHeader('access-control-allow-origin', '*');
    if (url.pathname === '/.well-known/openid-configuration') this.#metadata(response);
    else if (url.pathname === '/authorize') this.#authorize(url, response);
    else if (url.pathname === '/token') this.#issue(await bodyOf(request), response);
    else {
      this.visits.push(url);
      response.setHeader('content-type', 'text/html').end('<title>Signed out</title>');
    }
  }

  #metadata(response: ServerResponse): void {
    const at = (path: string): string => `${this.origin}${path}`;
    response.setHeader('content-type', 'application/json').end(
      JSON.stringify({
        issuer: this.origin,
        authorization_endpoint: at('/authorize'),
        token_endpoint: at('/token'),
        jwks_uri: at('/keys'),
        end_session_endpoint: at('/logout'),
      }),
    );
  }

  #authorize(url: URL, response: ServerResponse): void {
    this.visits.push(url);
    if (this.asks) {
      response.setHeader('content-type', 'text/html').end('<title>Your password?</title>');
      return;
    }
    const back = new URL(url.searchParams.get('redirect_uri') ?? this.origin);
    back.searchParams.set('code', 'code');
    back.searchParams.set('state', url.searchParams.get('state') ?? 'none');
    response.writeHead(302, { location: back.href }).end();
  }

  #issue(body: URLSearchParams, response: ServerResponse): void {
    this.grants.push(`${body.get('grant_type')} ${body.has('code_verifier') ? 'PKCE' : ''}`.trim());
    const isRenewal = body.get('grant_type') === 'refresh_token';
    if (isRenewal && (this.isOver || body.get('refresh_token') !== this.#refreshToken)) {
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: 'invalid_grant' }));
      return;
    }
    this.#serial += 1;
    const isNew = !isRenewal || this.rotates;
    if (isNew) this.#refreshToken = `refresh ${this.#serial}`;
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: this.origin, aud: 'console', sub: 'you', iat: now, exp: now + 3600 };
    response.setHeader('content-type', 'application/json').end(
      JSON.stringify({
        access_token: this.lastToken,
        id_token: `${part({ alg: 'none' })}.${part({ ...claims, email: 'you@example.com' })}.none`,
        ...(isNew && { refresh_token: this.#refreshToken }),
        token_type: 'Bearer',
        expires_in: 3600,
      }),
    );
  }
}
