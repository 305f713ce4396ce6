import { SignatureV4 } from '@smithy/signature-v4';
import type { Clock } from '../core/ports.ts';
import type { Credentials } from './aws-credentials.ts';
import { asking } from './aws-errors.ts';
import { NodeSha256 } from './node-sha256.ts';

type Options = {
  secretId: string;
  region: string;
  credentials: () => Promise<Credentials>;
  clock: Clock;
  /** An AWS look-alike; without it AWS. */
  endpoint?: string | undefined;
};

/** A person waits for the redirect: an answer that takes longer is none. */
const timeoutMs = 3000;

/** A key kept in Secrets Manager, as text. One signed request, spelled out: the SDK's client would be another dependency for a single call. */
export class SecretsManagerKey {
  readonly #options: Options;
  readonly #signer: SignatureV4;

  constructor(options: Options) {
    this.#options = options;
    const { region, credentials } = options;
    this.#signer = new SignatureV4({ service: 'secretsmanager', region, credentials, sha256: NodeSha256 });
  }

  /** Throws `TransientFault` when the same may succeed later. */
  async read(): Promise<string> {
    return asking('read the delivery key', async () => {
      const answer = await fetch(this.#url, await this.#request()).catch(unanswered);
      const { SecretString, __type: type } = (await answer.json().catch(() => ({}))) as { SecretString?: string; __type?: string };
      if (answer.ok && SecretString !== undefined) return SecretString;
      throw refusal(answer.status, type);
    });
  }

  get #url(): URL {
    const { endpoint, region } = this.#options;
    return new URL('/', endpoint ?? `https://secretsmanager.${region}.amazonaws.com`);
  }

  async #request() {
    const { protocol, host, hostname } = this.#url;
    const body = JSON.stringify({ SecretId: this.#options.secretId });
    const target = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'secretsmanager.GetSecretValue' };
    const { headers } = await this.#signer.sign(
      { method: 'POST', protocol, hostname, path: '/', query: {}, headers: { ...target, host }, body },
      { signingDate: this.#options.clock.now() },
    );
    return { method: 'POST', headers, body, signal: AbortSignal.timeout(timeoutMs) };
  }
}

/** No answer at all, for whatever reason: asking again may help. */
const unanswered = (cause: unknown): never => {
  throw Object.assign(new Error('Secrets Manager did not answer.', { cause }), { name: 'TimeoutError' });
};

/** In the shape SDK errors have; a type can come with a namespace before it. */
const refusal = (httpStatusCode: number, type = 'UnknownError'): Error =>
  Object.assign(new Error(`Secrets Manager answered ${httpStatusCode}.`), { name: type.split('#').at(-1), $metadata: { httpStatusCode } });
