import type { Answer, Platform } from '../platform.ts';
import { apiProblem, foreignAnswer, KeepsakeProblem, orLostConnection } from './problem.ts';
import {
  type CallOptions,
  faultMs,
  type Patience,
  type RetryPolicy,
  withRetries,
} from './retry.ts';

/**
 * A token, or a function that gets one. The client calls the function again when the API rejects
 * the last token, and names that: a token that is kept in the page is over.
 */
export type Token = string | ((rejected?: string) => Promise<string>) | undefined;

/** One request to the API. */
export type ApiRequest = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  body?: unknown;
  /** The request is idempotent. False for POST unless set, or an `idempotencyKey` is. */
  repeatable?: boolean;
  /** The same key creates once: the server answers a repetition with what it created before. */
  idempotencyKey?: string | undefined;
  /** People alone may do it: the request brings the answer to a challenge. */
  isChallenged?: boolean;
  /**
   * A step of an upload. Its caller can show waits, so an outage may last as long as the policy
   * allows. Other calls fail after `attempts`.
   */
  isStep?: boolean;
  /** The caller has seen this resource: a 404 means that its owner and the token have changed. */
  isKnown?: boolean;
} & CallOptions;

/** The API's answer. */
export type ApiAnswer<T> = { status: number; body: T };

/**
 * The challenge of a stage that has one: `answer` has the person solve it anew, because an answer
 * is good for one request.
 */
export type Challenge = {
  answer: () => Promise<string>;
  /** As the stage's configuration says. `challenge-answer`. */
  header?: string;
};

type Options = {
  baseUrl: string;
  token: Token;
  challenge?: Challenge | undefined;
  patience: Patience;
  ask: Platform<never>['ask'];
  /**
   * Every token is the same caller's, so that only a 401 asks for another. Otherwise a 403 or 404
   * may mean that a session's things were claimed.
   */
  isSameCaller?: boolean;
};

/**
 * How long a replaced token is waited for. A claim replaces the session's token first, then moves
 * its uploads; the page gets the new token last.
 */
const replacedTokenMs = 30_000;

/** Sends requests to the API as JSON, with its token, and repeats them after faults. */
export class Api {
  readonly #options: Options;
  #token: Promise<string | undefined> | undefined;

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

  #policyFor({ method, idempotencyKey, isStep = false, ...request }: ApiRequest): RetryPolicy {
    const { policy } = this.#options.patience;
    const { repeatable = method !== 'POST' || idempotencyKey !== undefined } = request;
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

  /** If the API rejects the token and the token function has a new one, sends once more with it. */
  async #sendWithToken<T>(request: ApiRequest): Promise<ApiAnswer<T>> {
    const used = this.#getToken();
    try {
      return await this.#sendOnce<T>(request, await used);
    } catch (error) {
      if (!(error instanceof KeepsakeProblem) || !this.#mayBeReplaced(request, error)) throw error;
      if (this.#token === used) this.#token = undefined;
      const token = await this.#getToken(isRejection(error) ? await used : undefined);
      if (token === (await used)) throw error;
      return this.#sendOnce<T>(request, token);
    }
  }

  /** A fixed token is never replaced. */
  get #isTokenDynamic(): boolean {
    return typeof this.#options.token === 'function';
  }

  #mayBeReplaced({ path }: ApiRequest, { status }: KeepsakeProblem): boolean {
    if (!this.#isTokenDynamic) return false;
    if (status === 401 || this.#options.isSameCaller) return status === 401;
    return status === 403 || (status === 404 && hasId(path));
  }

  #getToken(rejected?: string): Promise<string | undefined> {
    if (this.#token) return this.#token;
    const asked = askForToken(this.#options.token, rejected);
    this.#token = asked;
    asked.catch(() => {
      // The next request calls the token function again.
      if (this.#token === asked) this.#token = undefined;
    });
    return asked;
  }

  async #sendOnce<T>(
    { method, path, body, idempotencyKey, signal, isChallenged }: ApiRequest,
    token: string | undefined,
  ): Promise<ApiAnswer<T>> {
    const { ask, baseUrl, challenge } = this.#options;
    const headers = {
      ...(challenge &&
        isChallenged && { [challenge.header ?? 'challenge-answer']: await challenge.answer() }),
      ...(token && { authorization: `Bearer ${token}` }),
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    return answerOf<T>(
      await ask({
        method,
        url: `${baseUrl}${path}`,
        headers,
        signal,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    );
  }
}

/** True for answers that only a replaced token explains. */
const isAboutToken = ({ isKnown = false }: ApiRequest, problem: KeepsakeProblem): boolean =>
  isRejection(problem) || (problem.status === 404 && isKnown);

/** True for a token that is refused. The API's own 403 has a type and is about the request. */
const isRejection = ({ status, type }: KeepsakeProblem): boolean =>
  status === 401 || (status === 403 && type === 'about:blank');

/** True for paths with an id, where the resource of another owner answers 404. */
const hasId = (path: string): boolean => path.split('/').length > 2;

/** If the network keeps a token from being fetched, waits as for the API. */
const askForToken = async (token: Token, rejected?: string): Promise<string | undefined> => {
  try {
    return typeof token === 'function' ? await token(rejected) : token;
  } catch (error) {
    throw orLostConnection(error);
  }
};

const answerOf = <T>({ status, text, retryAfter }: Answer): ApiAnswer<T> => {
  if (status >= 300) throw apiProblem(status, text, retryAfter);
  try {
    return { status, body: (text ? JSON.parse(text) : undefined) as T };
  } catch (error) {
    throw foreignAnswer(status, error);
  }
};
