import { Agent as HttpAgent, type IncomingMessage, request as requestPlain } from 'node:http';
import { Agent as HttpsAgent, request as requestTls } from 'node:https';
import { InvalidInput, KeepsakeError, TransientFault } from '../../../core/errors.ts';
import { answerTo } from '../../aws/answer-to.ts';
import { allowedUrl, guardedLookup, type HttpPolicy, type Resolve } from '../../aws/http-guard.ts';
import { ServiceAccountTokens } from './google/service-account-tokens.ts';

/** Servers send a few hundred bytes of headers; more is an attack, or no file server. */
const maxHeaderBytes = 16_384;

const defaultIdleMs = 30_000;

type Ask = { method: 'GET' | 'HEAD'; url: string; headers?: Record<string, string> };

/** How long a silence may last. */
export const idleMsOf = (policy: HttpPolicy): number => policy.idleMs ?? defaultIdleMs;

/** The server took too long. */
export const tooSlow = (host: string): TransientFault =>
  new TransientFault(`${host} is too slow or silent. Try again later.`, {
    context: { host, code: 'ETIMEDOUT' },
  });

/** Error codes of OpenSSL and Node for certificates. */
const untrusted = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)/;

/** The error for a failed connection. The address guard's own refusal passes unchanged. */
export const connectionFault = (host: string, error: unknown): KeepsakeError => {
  if (error instanceof KeepsakeError) return error;
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
  if (untrusted.test(code))
    return InvalidInput.of('url', `The certificate of ${host} is not trusted (${code}).`);
  return new TransientFault(`The connection to ${host} failed (${code}). Try again later.`, {
    cause: error,
    context: { host, code },
  });
};

/** Asks allowed servers, over connections of its own; never follows a redirect. */
export class GuardedHttp {
  readonly policy: HttpPolicy;
  readonly #plain: HttpAgent;
  readonly #tls: HttpsAgent;
  readonly #tokens = new ServiceAccountTokens();

  constructor(policy: HttpPolicy, resolve: Resolve) {
    this.policy = policy;
    const options = { keepAlive: true, lookup: guardedLookup(policy, resolve) };
    this.#plain = new HttpAgent(options);
    this.#tls = new HttpsAgent(options);
  }

  /**
   * The head of the answer, of any status. The caller reads the body or destroys it. Throws
   * `InvalidInput`, `TransientFault`.
   */
  async ask({ method, url: text, headers = {} }: Ask): Promise<IncomingMessage> {
    const url = allowedUrl(text, this.policy);
    const access = this.policy.access?.[url.host];
    for (const [name, value] of Object.entries(access?.parameters ?? {}))
      url.searchParams.set(name, value);
    const options = {
      method,
      maxHeaderSize: maxHeaderBytes,
      headers: {
        'accept-encoding': 'identity',
        'user-agent': 'keepsake',
        ...access?.headers,
        ...this.#tokens.headersFor(access?.serviceAccount),
        ...headers,
      },
    };
    const request =
      url.protocol === 'https:'
        ? requestTls(url, { ...options, agent: this.#tls })
        : requestPlain(url, { ...options, agent: this.#plain });
    // Covers the look-up, the connection and headers that trickle in.
    const deadline = setTimeout(() => request.destroy(tooSlow(url.host)), idleMsOf(this.policy));
    try {
      request.end();
      return await answerTo(request);
    } catch (error) {
      throw connectionFault(url.host, error);
    } finally {
      clearTimeout(deadline);
    }
  }

  close(): void {
    this.#plain.destroy();
    this.#tls.destroy();
  }
}
