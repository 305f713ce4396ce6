import type { Api } from '../api/api.ts';
import { at, getPage, withQuery } from '../api/lists.ts';
import type {
  CreatedLink,
  CreateLinkRequest,
  FileUrl,
  Link,
  LinkName,
  LinkQuery,
  Order,
  OrderQuery,
  OrderSummary,
  OrderTimeline,
  RetargetLinkRequest,
  RetryOrderRequest,
  SettlePaymentRequest,
} from './operator-types.ts';

/** Operators' calls about orders. All throw `KeepsakeProblem`. */
export const orderCalls = (api: Api) => ({
  /** A page of orders, newest first or last changed first. */
  list: getPage<'orders', OrderSummary, OrderQuery>(api, '/orders'),
  /** One order with its files. */
  get: (orderId: string, signal?: AbortSignal) =>
    api.call<Order>({ method: 'GET', path: at('orders', orderId), signal }),
  /** The history of an order, and its outstanding tasks with the party that does each. */
  timeline: (orderId: string, signal?: AbortSignal) =>
    api.call<OrderTimeline>({ method: 'GET', path: at('orders', orderId, '/timeline'), signal }),
  /** Begins another attempt. */
  retry: (orderId: string, body: RetryOrderRequest = {}) =>
    api.call<OrderTimeline>({ method: 'POST', path: at('orders', orderId, '/retry'), body }),
  /** Removes the remaining copies of a failed order, or takes over a dead execution. */
  compensate: (orderId: string) =>
    api.call<OrderTimeline>({ method: 'POST', path: at('orders', orderId, '/compensate') }),
  /**
   * Takes a held payment off the list of what needs a person, once it was decided on. Pays and
   * refunds nothing. The first word stands.
   */
  settlePayment: (orderId: string, paymentId: string, body: SettlePaymentRequest = {}) =>
    api.call<Order>({
      method: 'POST',
      path: at('orders', orderId, `/payments/${encodeURIComponent(paymentId)}/settle`),
      body,
    }),
  /** Puts another upload of the order's owner in a role. The next attempt copies it. */
  replaceFile: (orderId: string, role: string, uploadId: string) =>
    api.call<Order>({
      method: 'PUT',
      path: at('orders', orderId, `/files/${encodeURIComponent(role)}`),
      body: { uploadId },
    }),
  /** A URL of the file in one role that works for some minutes. */
  fileUrl: (orderId: string, role: string, signal?: AbortSignal) =>
    api.call<FileUrl>({
      method: 'GET',
      path: withQuery(at('orders', orderId, `/files/${encodeURIComponent(role)}`), {
        format: 'json',
      }),
      signal,
    }),
});

/** Operators' calls about permalinks. All throw `KeepsakeProblem`. */
export const linkCalls = (api: Api) => ({
  /** Makes a link. Only this answer holds its token. */
  create: (orderId: string, body: CreateLinkRequest = {}) =>
    api.call<CreatedLink>({ method: 'POST', path: at('orders', orderId, '/links'), body }),
  /** The links that lead to an order, newest first, without their tokens. */
  ofOrder: (orderId: string, signal?: AbortSignal) =>
    api.call<{ links: Link[] }>({ method: 'GET', path: at('orders', orderId, '/links'), signal }),
  /** A page of the links that an owner or an operator made, newest first. */
  list: getPage<'links', Link, LinkQuery>(api, '/links'),
  /** Points a link at another file of its owner. */
  retarget: ({ orderId, linkId }: LinkName, body: RetargetLinkRequest) =>
    api.call<Link>({
      method: 'PUT',
      path: at('orders', orderId, `/links/${encodeURIComponent(linkId)}`),
      body,
    }),
  /** Ends a link for good. */
  revoke: ({ orderId, linkId }: LinkName) =>
    api.call<void>({
      method: 'DELETE',
      path: at('orders', orderId, `/links/${encodeURIComponent(linkId)}`),
    }),
  /** Points the link of this token at another file. */
  retargetByToken: (token: string, body: RetargetLinkRequest) =>
    api.call<Link>({ method: 'PUT', path: at('links', token), body }),
  /** Ends the link of this token for good. */
  revokeByToken: (token: string) => api.call<void>({ method: 'DELETE', path: at('links', token) }),
});
