import { legacyFileSchema } from '../../core/delivery/legacy-file.ts';
import { fileQuerySchema } from '../../core/delivery/model/file-query.ts';
import { replaceFileSchema } from '../../core/operations/replace-order-file.ts';
import { createOrderSchema } from '../../core/orders/create-order.ts';
import { listOrdersSchema } from '../../core/orders/list-orders.ts';
import { retryOrderSchema } from '../../core/orders/retry-order.ts';
import { settlePaymentSchema } from '../../core/orders/settle-payment.ts';
import { type Operation, redirect } from '../operation.ts';
import { orderPageView, orderView, timelineView } from '../order-views.ts';
import { fileView } from '../views.ts';

export const orderOperations = {
  createOrder: {
    isIdempotent: true,
    summary: 'Record an order over uploads',
    description: 'Its payment starts the migration.',
    tag: 'orders',
    body: createOrderSchema,
    answers: { 201: orderView },
    problems: ['InvalidInput', 'NotAllowed', 'ChallengeNotPassed'],
  },
  listOrders: {
    summary: 'The caller’s orders, newest first',
    description:
      'Operators see those of every owner, last changed first, narrowed by owner, ' +
      'status and time of the last change.',
    tag: 'orders',
    query: listOrdersSchema,
    answers: { 200: orderPageView },
    problems: ['InvalidInput'],
  },
  orderTimeline: {
    summary: 'What happened to an order, and what is still to do',
    description: 'Operators see all of it.',
    tag: 'orders',
    answers: { 200: timelineView },
    problems: ['NotFound'],
  },
  retryOrder: {
    summary: 'Try the migration of an order again',
    description:
      'For a failed order whose refund was stopped, and for a paid order that waits ' +
      'for its attempt.',
    tag: 'operations',
    body: retryOrderSchema,
    bodyOptional: true,
    answers: { 200: timelineView },
    problems: ['NotAllowed', 'InvalidInput', 'NotFound', 'OrderRefused', 'PaymentTooEarly'],
  },
  compensateOrder: {
    summary: 'Remove what is left of a failed order’s copies',
    description:
      'Now, instead of with the next reconciliation. Takes over an order whose execution died.',
    tag: 'operations',
    answers: { 200: timelineView },
    problems: ['NotAllowed', 'NotFound', 'OrderRefused'],
  },
  replaceOrderFile: {
    summary: 'Replace the file in one role of an order',
    description: 'Takes another upload of the owner. The order must not be worked on.',
    tag: 'orders',
    body: replaceFileSchema,
    answers: { 200: orderView },
    problems: ['NotAllowed', 'NotFound', 'InvalidInput', 'OrderRefused', 'StaleRecord'],
  },
  settlePayment: {
    summary: 'Say that a held payment was decided on',
    description: 'For example that it was refunded by hand.',
    tag: 'operations',
    body: settlePaymentSchema,
    bodyOptional: true,
    answers: { 200: orderView },
    problems: ['NotAllowed', 'InvalidInput', 'NotFound'],
  },
  getOrder: {
    summary: 'One order with its files',
    tag: 'orders',
    answers: { 200: orderView },
    problems: ['NotFound'],
  },
  downloadLegacyFile: {
    summary: 'Download a file by its path in an older system',
    description: 'Answers a redirect to a short-lived URL, or the URL itself.',
    tag: 'uploads',
    query: legacyFileSchema,
    answers: { 200: fileView, 302: redirect },
    problems: ['InvalidInput', 'NotFound', 'Gone', 'UploadNotReceived'],
  },
  downloadOrderFile: {
    summary: 'Download the file in one role of an order',
    description: 'Answers a redirect to a short-lived URL, or the URL itself.',
    tag: 'orders',
    query: fileQuerySchema,
    answers: { 200: fileView, 302: redirect },
    problems: ['InvalidInput', 'NotFound', 'Gone'],
  },
} satisfies Record<string, Operation>;
