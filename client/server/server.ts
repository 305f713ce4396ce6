import { Api } from '../api/api.ts';
import type { NewOrder, Order, Upload } from '../api/api-types.ts';
import { fetchAsk } from '../api/fetch-ask.ts';
import { at } from '../api/lists.ts';
import { type RetryPolicy, retryPolicy } from '../api/retry.ts';

export type { NewOrder, Order, Upload } from '../api/api-types.ts';
export { KeepsakeProblem } from '../api/problem.ts';
export type { RetryPolicy } from '../api/retry.ts';
export { verifyWebhook, type WebhookEvent, WebhookRefused } from './verify-webhook.ts';

/** The settings of a backend's client. */
export type ServerClientOptions = {
  /** The API's address, e.g. `https://api.example.com`. */
  baseUrl: string;
  /** A machine key `kmk_…`: `keepsake keys create`. It stays on the server. */
  key: string;
  retry?: Partial<RetryPolicy>;
};

/**
 * A client for the backend of a shop, with a machine key instead of a user. It runs wherever
 * `fetch` does. Its methods throw `KeepsakeProblem`.
 */
export const createServerClient = ({ baseUrl, key, retry }: ServerClientOptions) => {
  const api = clientWith(baseUrl, key, retry);
  return {
    /**
     * One upload as the customer with this token sees it; its `ownerId` says whose it is. Another
     * customer's upload is `not-found`. Ask before you place an order over it.
     */
    uploadOf: (customerToken: string, uploadId: string) =>
      clientWith(baseUrl, customerToken, retry).call<Upload>({
        method: 'GET',
        path: at('uploads', uploadId),
      }),
    /**
     * Places an order over the uploads of a customer (`ownerId`). The same `idempotencyKey`, such
     * as the id of the cart, places it once, however often it is called within a day. Scope
     * `orders:create`.
     */
    createOrder: (order: NewOrder & { ownerId: string }, idempotencyKey: string) =>
      api.call<Order>({ method: 'POST', path: '/orders', body: order, idempotencyKey }),
    /** One order with its files. Scope `orders:read`. */
    getOrder: (orderId: string) => api.call<Order>({ method: 'GET', path: at('orders', orderId) }),
    /** Puts another upload of the customer into a role. Scope `orders:replace`. */
    replaceFile: (orderId: string, role: string, uploadId: string) =>
      api.call<Order>({
        method: 'PUT',
        path: at('orders', orderId, `/files/${encodeURIComponent(role)}`),
        body: { uploadId },
      }),
    /** Takes a held payment off the operators' list; pays nothing. Scope `payments:settle`. */
    settlePayment: (orderId: string, paymentId: string, note?: string) =>
      api.call<Order>({
        method: 'POST',
        path: at('orders', orderId, `/payments/${encodeURIComponent(paymentId)}/settle`),
        body: note === undefined ? {} : { note },
        repeatable: true,
      }),
  };
};

const clientWith = (baseUrl: string, token: string, retry?: Partial<RetryPolicy>): Api =>
  new Api({
    baseUrl: baseUrl.replace(/\/$/, ''),
    token,
    isSameCaller: true,
    patience: { policy: retryPolicy(retry), online: async () => undefined },
    ask: fetchAsk,
  });

/** The client for a shop's backend. */
export type ServerClient = ReturnType<typeof createServerClient>;
