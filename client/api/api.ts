import type { Answer, Platform } from '../platform.ts';
import { apiProblem, KeepsakeProblem } from './problem.ts';
import { type Patience, withRetries } from './retry.ts';

/** A token, or a function that gets one; asked again when the API no longer takes the last one. */
export type Token = string | (() => Promise<string>) | undefined;

/** One request to the API. Only what can be repeated without harm is `repeatable`. */
export type ApiRequest = {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  body?: unknown;
  signal?: AbortSignal | undefined;
  repeatable?: boolean;
};

/** What the API answered. */
export type ApiAnswer<T> = { status: number; body: T };

type Options = { baseUrl: string; token: Token; patience: Patience; ask: Platform<never>['ask'] };

const answerOf = <T>({ status, text, retryAfter }: Answer): ApiAnswer<T> => {
  if (status >= 300) throw apiProblem(status, text, retryAfter);
  return { status, body: (text ? JSON.parse(text) : undefined) as T };
};

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
    const repeatable = request.repeatable ?? request.method !== 'POST';
    const { patience } = this.#options;
    const policy = repeatable ? patience.policy : { ...patience.policy, attempts: 1 };
    return withRetries({ ...patience, policy, signal: request.signal }, () => this.#asSomebody<T>(request));
  }

  async #asSomebody<T>(request: ApiRequest): Promise<ApiAnswer<T>> {
    const used = this.#tokenOnce();
    try {
      return await this.#once<T>(request, await used);
    } catch (error) {
      if (!this.#outdated(error)) throw error;
      if (this.#token === used) this.#token = undefined;
      return this.#once<T>(request, await this.#tokenOnce());
    }
  }

  /** A fixed token cannot get better; API Gateway says 401 or 403 to one its authorizer does not take. */
  #outdated(error: unknown): boolean {
    return typeof this.#options.token === 'function' && error instanceof KeepsakeProblem && (error.status === 401 || error.status === 403);
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

  async #once<T>({ method, path, body, signal }: ApiRequest, token: string): Promise<ApiAnswer<T>> {
    const headers = {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    const url = `${this.#options.baseUrl}${path}`;
    return answerOf<T>(
      await this.#options.ask({ method, url, headers, signal, ...(body !== undefined && { body: JSON.stringify(body) }) }),
    );
  }
}
