import { request as requestPlain } from 'node:http';
import { request } from 'node:https';
import * as z from 'zod';
import { InvalidInput, TransientFault } from '../../core/errors.ts';
import type { Challenges } from '../../core/sessions/ports.ts';
import { jsonIn } from '../../core/shared/model/text.ts';
import { answerTo } from '../aws/answer-to.ts';
import { allowedUrl, guardedLookup, type Resolve, systemResolve } from '../aws/http-guard.ts';

type Options = {
  verifyUrl: string;
  secret: () => Promise<string>;
  timeoutMs: number;
  resolve?: Resolve;
  /** For tests on loopback. */
  allowPrivate?: boolean;
};

/** Codes of providers are words of their own; some send none, or something else. */
const answerSchema = z.object({
  success: z.boolean(),
  'error-codes': z.array(z.string()).catch([]),
});

/**
 * Codes about the secret alone. Not `sitekey-secret-mismatch`: an answer from another site causes
 * it, and anybody can send one.
 */
const secretCodes = ['missing-input-secret', 'invalid-input-secret'];

/** Providers answer in a few hundred bytes. */
const mostBytes = 64 * 1024;

type Told = { status: number; text: string };

/**
 * A provider of challenges whose `siteverify` takes a form with `secret` and `response`, and
 * answers JSON with `success`: Turnstile, hCaptcha and reCAPTCHA v2. The address that was checked
 * is the one that is connected to, and no redirect is followed.
 */
export class HttpChallenges implements Challenges {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  async isPassed(answer: string): Promise<boolean> {
    const { verifyUrl, secret } = this.#options;
    const url = new URL(verifyUrl);
    const form = new URLSearchParams({ secret: await secret(), response: answer });
    const { status, text } = await this.#post(url, `${form}`).catch((error: unknown) => {
      throw faultOf(url.host, error);
    });
    const told = answerSchema.safeParse(jsonIn(text));
    // A refusal has a body, too; anything else is not an answer to the question.
    if (!told.success || isTrouble(status, told.data))
      throw new TransientFault(`${url.host} answered ${status} and no verdict.`);
    const refused = told.data['error-codes'].find((code) => secretCodes.includes(code));
    // No visitor can solve that, and none may pass for it.
    if (refused) throw new Error(`${url.host} does not take the stage's secret (${refused}).`);
    return told.data.success;
  }

  async #post(url: URL, form: string): Promise<Told> {
    const { allowPrivate = false, resolve = systemResolve, timeoutMs } = this.#options;
    const policy = { allowedHosts: [url.host], allowPrivate };
    allowedUrl(url.href, policy);
    const lookup = guardedLookup(policy, resolve);
    const ask = url.protocol === 'http:' ? requestPlain : request;
    const signal = AbortSignal.timeout(timeoutMs);
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': Buffer.byteLength(form),
    };
    const sent = ask(url, { method: 'POST', headers, lookup, signal, agent: false });
    sent.end(form);
    const response = await answerTo(sent);
    let text = '';
    for await (const piece of response.setEncoding('utf8')) {
      text += piece;
      if (text.length > mostBytes) throw new TransientFault(`${url.host} says too much.`);
    }
    return { status: response.statusCode ?? 0, text };
  }
}

type Answer = z.infer<typeof answerSchema>;

/** True for a refusal of the provider's own trouble, which says nothing about the answer. */
const isTrouble = (status: number, { success, 'error-codes': codes }: Answer): boolean =>
  status >= 500 || status === 429 || codes.includes('internal-error') || (success && status >= 300);

/**
 * A provider at a private address is a mistake of the stage or an attack: never the caller's, and
 * never a provider that is merely away.
 */
const faultOf = (host: string, cause: unknown): Error => {
  if (cause instanceof TransientFault) return cause;
  if (cause instanceof InvalidInput)
    return new Error(`The provider of challenges is not asked: ${cause.message}`, { cause });
  const { code, name } = cause as NodeJS.ErrnoException;
  return new TransientFault(`${host} did not answer (${code ?? name})`, { cause });
};
