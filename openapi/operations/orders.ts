import { createOrderSchema } from '../../core/use-cases/create-order.ts';
import { type Operation, redirect } from '../operation.ts';
import { fileView, orderView } from '../views.ts';
import { formatQuery } from './uploads.ts';

export const orderOperations = {
  createOrder: {
    summary: 'Record an order over uploads; its payment starts the migration',
    tag: 'orders',
    body: createOrderSchema,
    answers: { 201: orderView },
    problems: ['InvalidInput'],
  },
  getOrder: { summary: 'One order with its files', tag: 'orders', answers: { 200: orderView }, problems: ['NotFound'] },
  downloadOrderFile: {
    summary: 'The file in one role of an order: a redirect to a short-lived URL, or the URL',
    tag: 'orders',
    query: formatQuery,
    answers: { 200: fileView, 302: redirect },
    problems: ['InvalidInput', 'NotFound', 'Gone'],
  },
} satisfies Record<string, Operation>;
