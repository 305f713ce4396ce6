import { listDeliveriesSchema } from '../../core/webhooks/list-deliveries.ts';
import type { Operation } from '../operation.ts';
import { deliveryPageView, deliveryView, webhookEndpointsView } from '../webhook-views.ts';

export const webhookOperations = {
  listWebhookEndpoints: {
    summary: 'The endpoints that the stage sends its events to',
    description: 'Never their secrets.',
    tag: 'operations',
    answers: { 200: webhookEndpointsView },
    problems: ['NotAllowed', 'InvalidInput'],
  },
  listWebhookDeliveries: {
    summary: 'Deliveries of the last 30 days, last tried first',
    description: 'By endpoint and status, or by the order, upload or job that the event is about.',
    tag: 'operations',
    query: listDeliveriesSchema,
    answers: { 200: deliveryPageView },
    problems: ['NotAllowed', 'InvalidInput'],
  },
  getWebhookDelivery: {
    summary: 'How the delivery of an event ended',
    description: 'With what was sent to the endpoint.',
    tag: 'operations',
    answers: { 200: deliveryView },
    problems: ['NotAllowed', 'NotFound'],
  },
  sendWebhookAgain: {
    summary: 'Send the event to its endpoint once more, under the same id',
    tag: 'operations',
    answers: { 202: deliveryView },
    problems: ['NotAllowed', 'NotFound', 'InvalidInput'],
  },
} satisfies Record<string, Operation>;
