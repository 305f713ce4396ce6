import { request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import { Webhook as Signer } from 'standardwebhooks';
import { KeepsakeError, NotFound, TransientFault } from '../../core/errors.ts';
import type { Clock } from '../../core/shared/ports.ts';
import { bodyOf, type Webhook } from '../../core/webhooks/model/webhook.ts';
import type { WebhookSender } from '../../core/webhooks/ports.ts';
import { answerTo } from '../aws/answer-to.ts';
import { allowedUrl, guardedLookup, type Resolve, systemResolve } from '../aws/http-guard.ts';

/** Where an endpoint is, and its signing secrets: two while one is being replaced. */
export type Endpoint = { url: string; secrets: () => Promise<readonly string[]> };

type Options = {
  endpoints: ReadonlyMap<string, Endpoint>;
  clock: Clock;
  resolve?: Resolve;
  /** For tests on loopback. */
  allowPrivate?: boolean;
  timeoutMs?: number;
};

type Sending = { url: URL; headers: Record<string, string>; body: string };

/**
 * Sends by the Standard Webhooks specification: each secret signs `<id>.<time>.<body>`. The address
 * that was checked is the one that is connected to, and no redirect is followed.
 */
export class StandardWebhooks implements WebhookSender {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  async send(webhook: Webhook): Promise<number> {
    const endpoint = this.#options.endpoints.get(webhook.endpoint);
    if (!endpoint) throw new NotFound('endpoint', webhook.endpoint);
    const { allowPrivate = false } = this.#options;
    const allowedHosts = [new URL(endpoint.url).host];
    const url = allowedUrl(endpoint.url, { allowedHosts, allowPrivate });
    const body = bodyOf(webhook);
    const headers = this.#sign(webhook.id, body, await endpoint.secrets());
    return this.#post({ url, headers, body });
  }

  #sign(id: string, body: string, secrets: readonly string[]): Record<string, string> {
    if (secrets.length === 0) throw new Error('The endpoint has no secret to sign with.');
    const now = this.#options.clock.now();
    return {
      'content-type': 'application/json',
      'user-agent': 'Keepsake',
      'webhook-id': id,
      'webhook-timestamp': `${Math.floor(now.getTime() / 1000)}`,
      'webhook-signature': secrets.map((one) => new Signer(one).sign(id, now, body)).join(' '),
    };
  }

  async #post({ url, headers, body }: Sending): Promise<number> {
    const { allowPrivate = false, resolve = systemResolve, timeoutMs = 10_000 } = this.#options;
    const lookup = guardedLookup({ allowedHosts: [url.host], allowPrivate }, resolve);
    const request = url.protocol === 'http:' ? requestPlain : requestTls;
    const signal = AbortSignal.timeout(timeoutMs);
    const sent = request(url, { method: 'POST', headers, lookup, signal, agent: false });
    sent.end(body);
    const response = await answerTo(sent).catch((error: NodeJS.ErrnoException) => {
      throw faultOf(url.host, error);
    });
    // Only the status of an answer counts. Its body is not read.
    response.destroy();
    return response.statusCode ?? 0;
  }
}

const faultOf = (host: string, cause: NodeJS.ErrnoException): KeepsakeError =>
  cause instanceof KeepsakeError
    ? cause
    : new TransientFault(`${host} did not answer (${cause.code ?? cause.name})`, { cause });
