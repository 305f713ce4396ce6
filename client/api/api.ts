import type { Answer, Platform } from '../platform.ts';
import { apiProblem, KeepsakeProblem } from './problem.ts';
import {
  type CallOptions,
  faultMs,
  type Patience,
  type RetryPolicy,
  withRetries,
} from './retry.ts';

/** A token, or a function that gets one; asked again when the API no longer takes the last one. */
export type Token = string | (() => Promise<string>) | undefined;

/** One request to the API. */
export type ApiRequest = {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  body?: unknown;
  /** The request is idempotent. False for POST unless set. */
  repeatable?: boolean;
  /**
   * A step of an upload: its caller is told of waits, so that outages may last as long as the
   * policy allows.
   */
  isStep?: boolean;
  /** The caller has seen this resource: 404 means that it changed hands, and the token with it. */
  isKnown?: boolean;
} & CallOptions;

/** What the API answered. */
export type ApiAnswer<T> = { status: number; body: T };

type Options = { baseUrl: string; token: Token; patience: Patience; ask: Platform<never>['ask'] };

const answerOf = <T>({ status, text, retryAfter }: Answer): ApiAnswer<T> => {
  if (status >= 300) throw apiProblem(status, text, retryAfter);
  return { status, body: (text ? JSON.parse(text) : undefined) as T };
};

/**
 * A claim replaces the session's token first and moves its uploads afterwards, and the page learns
 * of it last.
 */
const replacedTokenMs = 30_000;

/**
 * The answers that a replaced token alone explains. A 403 of the API itself has a type, and is
 * about the request.
 */
const isAboutToken = (
  { isKnown = false }: ApiRequest,
  { status, type }: KeepsakeProblem,
): boolean =>
  status === 401 || (status === 403 && type === 'about:blank') || (status === 404 && isKnown);

/** Paths with an id: the resource of another owner answers 404 there. */
const hasId = (path: string): boolean => path.split('/').length > 2;

/** Speaks JSON with the API: token, problems, retries. */
export class Api {
  readonly #options: Options;
  #token: Promise<string> | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  /** The answer's body. Throws `KeepsakeProblem`. */
  async call<T>(request: ApiRequest): Promise<T> {
    return (await this.ask<T>(request)).body;
  }

  /** The answer with its status. Throws `KeepsakeProblem`. */
  ask<T>(request: ApiRequest): Promise<ApiAnswer<T>> {
    const { signal, onWait } = request;
    const patience = {
      ...this.#options.patience,
      policy: this.#policyFor(request),
      signal,
      onWait,
    };
    return withRetries(
      { ...patience, faultMs: (problem, policy) => this.#faultMs(request, problem, policy) },
      () => this.#sendWithToken<T>(request),
    );
  }

  #policyFor({ method, repeatable = method !== 'POST', isStep = false }: ApiRequest): RetryPolicy {
    const { policy } = this.#options.patience;
    return {
      ...policy,
      attempts: repeatable ? policy.attempts : 1,
      patienceMs: repeatable && isStep ? policy.patienceMs : 0,
    };
  }

  #faultMs(request: ApiRequest, problem: KeepsakeProblem, policy: RetryPolicy): number | undefined {
    const waitsForToken = request.isStep && this.#isTokenDynamic && isAboutToken(request, problem);
    return waitsForToken ? Math.min(replacedTokenMs, policy.patienceMs) : faultMs(problem, policy);
  }

  /** Sends with a new token at once if the token function has one. */
  async #sendWithToken<T>(request: ApiRequest): Promise<ApiAnswer<T>> {
    const used = this.#tokenOnce();
    try {
      return await this.#send<T>(request, await used);
    } catch (error) {
      if (!(error instanceof KeepsakeProblem) || !this.#mayBeReplaced(request, error)) throw error;
      if (this.#token === used) this.#token = undefined;
      const token = await this.#tokenOnce();
      if (token === (await used)) throw error;
      return this.#send<T>(request, token);
    }
  }

  /** A fixed token stays what it is. */
  get #isTokenDynamic(): boolean {
    return typeof this.#options.token === 'function';
  }

  #mayBeReplaced({ path }: ApiRequest, { status }: KeepsakeProblem): boolean {
    return (
      this.#isTokenDynamic && (status === 401 || status === 403 || (status === 404 && hasId(path)))
    );
  }

  #tokenOnce(): Promise<string> {
    if (this.#token) return this.#token;
    const { token = '' } = this.#options;
    const asked = (async () => (typeof token === 'function' ? token() : token))();
    this.#token = asked;
    asked.catch(() => {
      // The next request asks again.
      if (this.#token === asked) this.#token = undefined;
    });
    return asked;
  }

  async #send<T>({ method, path, body, signal }: ApiRequest, token: string): Promise<ApiAnswer<T>> {
    const headers = {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    const url = `${this.#options.baseUrl}${path}`;
    return answerOf<T>(
      await this.#options.ask({
        method,
        url,
        headers,
        signal,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    );
  }
}
