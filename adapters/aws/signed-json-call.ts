import { SignatureV4 } from '@smithy/signature-v4';
import type { Clock } from '../../core/shared/ports.ts';
import type { Credentials } from './aws-credentials.ts';
import { NodeSha256 } from './node-sha256.ts';

/** Region, credentials and clock of a signature. */
export type SigningOptions = {
  region: string;
  credentials: () => Promise<Credentials>;
  clock: Clock;
  /** An AWS look-alike; without it AWS. */
  endpoint?: string | undefined;
};

/** A service that speaks JSON: its name in signatures and hosts, and its actions' prefix. */
export type JsonService = { name: string; title: string; target: string; version: '1.0' | '1.1' };

type Options = SigningOptions & { service: JsonService; timeoutMs: number };

/** One signed request to AWS. An SDK client would be a dependency for a single call. */
export class SignedJsonCall {
  readonly #options: Options;
  readonly #signer: SignatureV4;

  constructor(options: Options) {
    this.#options = options;
    const { region, credentials, service } = options;
    this.#signer = new SignatureV4({
      service: service.name,
      region,
      credentials,
      sha256: NodeSha256,
    });
  }

  /** Errors have the shape of the SDK's, for `asking` to tell them apart. */
  async send(action: string, input: object): Promise<Record<string, unknown>> {
    const answer = await fetch(this.#url, await this.#request(action, JSON.stringify(input))).catch(
      (cause) => this.#unanswered(cause),
    );
    const body = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
    if (answer.ok) return body;
    throw this.#refusal(answer.status, body.__type);
  }

  get #url(): URL {
    const { endpoint, region, service } = this.#options;
    return new URL('/', endpoint ?? `https://${service.name}.${region}.amazonaws.com`);
  }

  async #request(action: string, body: string) {
    const { clock, service, timeoutMs } = this.#options;
    const { protocol, host, hostname } = this.#url;
    const target = {
      'content-type': `application/x-amz-json-${service.version}`,
      'x-amz-target': `${service.target}.${action}`,
    };
    const { headers } = await this.#signer.sign(
      {
        method: 'POST',
        protocol,
        hostname,
        path: '/',
        query: {},
        headers: { ...target, host },
        body,
      },
      { signingDate: clock.now() },
    );
    return {
      method: 'POST',
      headers,
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    } as const;
  }

  /** The service did not answer. A retry may succeed. */
  #unanswered(cause: unknown): never {
    throw Object.assign(new Error(`${this.#options.service.title} did not answer.`, { cause }), {
      name: 'TimeoutError',
    });
  }

  /** A type can come with a namespace before it. */
  #refusal(httpStatusCode: number, type: unknown): Error {
    const name = typeof type === 'string' ? type.split('#').at(-1) : 'UnknownError';
    return Object.assign(new Error(`${this.#options.service.title} answered ${httpStatusCode}.`), {
      name,
      $metadata: { httpStatusCode },
    });
  }
}
