import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const prefix = '/signed-in/';

/**
 * Guards the local operator's token, for browsers that once opened the signed-in address. The
 * address has a new key with every start; the key becomes a cookie that no script can read.
 */
export class LocalSession {
  readonly #key = randomBytes(24).toString('base64url');

  /** The address that signs in. A page's path behind it leads to that page. */
  signedInUrl(origin: string): string {
    return `${origin}${prefix}${this.#key}/`;
  }

  /** The key in an address, and the page behind it; undefined for other addresses. */
  keyIn(pathname: string): { key: string; page: string } | undefined {
    if (!pathname.startsWith(prefix)) return undefined;
    const [key = '', ...page] = pathname.slice(prefix.length).split('/');
    return { key, page: `/${page.filter(Boolean).join('/')}` };
  }

  /** The cookie for a browser that opens the signed-in address; undefined for a wrong key. */
  cookieFor(key: string, port: number): string | undefined {
    if (!isSame(key, this.#key)) return undefined;
    return `${this.#name(port)}=${this.#key}; HttpOnly; SameSite=Strict; Path=/`;
  }

  /** The cookie that takes the session away again. */
  endCookie(port: number): string {
    return `${this.#name(port)}=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0`;
  }

  isIn(request: IncomingMessage, port: number): boolean {
    const key = cookieIn(request, this.#name(port));
    return key !== undefined && isSame(key, this.#key);
  }

  /** Cookies know no ports: two consoles on one machine need two names. */
  #name(port: number): string {
    return `keepsake-console-${port}`;
  }
}

const isSame = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));

const cookieIn = (request: IncomingMessage, name: string): string | undefined =>
  request.headers.cookie
    ?.split('; ')
    .find((one) => one.startsWith(`${name}=`))
    ?.slice(name.length + 1);
