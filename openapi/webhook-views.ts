import * as z from 'zod';
import { deliverySchema, webhookSchema } from '../core/webhooks/model/webhook.ts';
import { leftOut, named } from './named-schema.ts';

const { webhook: _sent, ...summary } = deliverySchema.shape;

export const webhookEndpointsView = named(
  'WebhookEndpoints',
  z.strictObject({
    endpoints: z.array(
      z.strictObject({ name: z.string(), address: z.string(), events: z.array(z.string()) }),
    ),
  }),
);

export const deliveryView = named(
  'WebhookDelivery',
  z.strictObject({ ...summary, webhook: z.strictObject(webhookSchema.shape) }),
);

export const deliveryPageView = z.strictObject({
  deliveries: z.array(
    named('WebhookDeliverySummary', z.strictObject({ ...summary, type: z.string() })),
  ),
  ...leftOut,
  cursor: z.string().optional(),
});
