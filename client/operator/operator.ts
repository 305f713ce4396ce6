import { Api, type Token } from '../api/api.ts';
import { fetchAsk } from '../api/fetch-ask.ts';
import { lostConnection } from '../api/problem.ts';
import { type RetryPolicy, retryPolicy } from '../api/retry.ts';
import type { Answer, AskRequest } from '../platform.ts';
import { batchCalls } from './batch-calls.ts';
import { deadLetterCalls } from './dead-letter-calls.ts';
import { linkCalls, orderCalls } from './order-calls.ts';
import { operatorJobCalls, operatorUploadCalls, ownerCalls, upkeepCalls } from './upload-calls.ts';
import { webhookCalls } from './webhook-calls.ts';

export type { Token } from '../api/api.ts';
export { assertComplete, everyEntry, type GetPage, type ListPage } from '../api/lists.ts';
export { KeepsakeProblem } from '../api/problem.ts';
export type { RetryPolicy } from '../api/retry.ts';
export type * from './operator-types.ts';

/** The settings of an operators' client. */
export type OperatorClientOptions = {
  /** The API's address, e.g. `https://api.example.com` or `/api` on a page of its own domain. */
  baseUrl: string;
  /** An operator's access token, or a function that gets one. */
  token: Token;
  /** Longer requests fail like a lost connection. By default 35 s: API Gateway's limit is 30. */
  timeoutMs?: number;
  /** How often a request is repeated; by default never: callers show what went wrong. */
  retry?: Partial<RetryPolicy>;
};

/** A client of operators' routes, for browsers and Node. Its methods throw `KeepsakeProblem`. */
export const createOperatorClient = (options: OperatorClientOptions) => {
  const api = new Api({
    baseUrl: options.baseUrl.replace(/\/$/, ''),
    token: options.token,
    isSameCaller: true,
    patience: {
      policy: retryPolicy({ attempts: 1, ...options.retry }),
      online: async () => undefined,
    },
    ask: askWithin(options.timeoutMs ?? 35_000),
  });
  return {
    orders: orderCalls(api),
    links: linkCalls(api),
    uploads: operatorUploadCalls(api),
    owners: ownerCalls(api),
    jobs: operatorJobCalls(api),
    batches: batchCalls(api),
    deadLetters: deadLetterCalls(api),
    webhooks: webhookCalls(api),
    ...upkeepCalls(api),
  };
};

const askWithin =
  (timeoutMs: number) =>
  async ({ signal, ...request }: AskRequest): Promise<Answer> => {
    const timeout = AbortSignal.timeout(timeoutMs);
    const both = signal ? AbortSignal.any([signal, timeout]) : timeout;
    try {
      return await fetchAsk({ ...request, signal: both });
    } catch (error) {
      throw isTimeout(error) ? lostConnection(error) : error;
    }
  };

const isTimeout = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'TimeoutError';

/** The operators' client. */
export type OperatorClient = ReturnType<typeof createOperatorClient>;
