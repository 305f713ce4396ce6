import type { WebhookEndpoint } from '../../../core/webhook-contract.ts';
import {
  type Delivery,
  deliveryIdOf,
  subjectOf,
  type Webhook,
} from '../../../core/webhooks/model/webhook.ts';

export const anEndpoint = (values: Partial<WebhookEndpoint> = {}): WebhookEndpoint => ({
  name: 'shop',
  url: 'https://shop.example.com/hooks',
  secretName: 'keepsake/local/shop-webhooks',
  events: ['OrderMigrationCompleted', 'UploadReceived'],
  ...values,
});

export const aWebhook = (values: Partial<Webhook> = {}): Webhook => ({
  endpoint: 'shop',
  id: 'evt_1',
  type: 'OrderMigrationCompleted',
  timestamp: '2030-01-01T00:00:00Z',
  data: { orderId: 'ord_1', attempt: 1 },
  ...values,
});

/** A delivery that its endpoint took. */
export const aDelivery = ({
  webhook = aWebhook(),
  ...values
}: Partial<Delivery> = {}): Delivery => {
  const subject = subjectOf(webhook);
  return {
    deliveryId: deliveryIdOf(webhook),
    endpoint: webhook.endpoint,
    status: 'delivered',
    attempts: 1,
    answer: 204,
    at: '2030-01-01T00:00:01.000Z',
    ...(subject !== undefined && { subject }),
    webhook,
    ...values,
  };
};
