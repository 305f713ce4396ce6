import type { WebhookDelivery, WebhookDeliverySummary } from '@keepsake/client/operator';
import type { CannedApi } from '../canned-api.ts';

const at = '2030-01-01T12:00:00.000Z';

/** A delivery that its endpoint refused for good, with this text where one comes from outside. */
export const sampleDelivery = (
  name: string,
  values: Partial<WebhookDelivery> = {},
): WebhookDelivery => ({
  deliveryId: 'shop.evt_1',
  endpoint: 'shop',
  status: 'failed',
  attempts: 23,
  answer: name,
  at,
  subject: 'ord_1',
  webhook: {
    endpoint: 'shop',
    id: 'evt_1',
    type: 'OrderMigrationCompleted',
    timestamp: at,
    data: { orderId: 'ord_1', message: name },
  },
  ...values,
});

export const sampleDeliverySummary = (
  name: string,
  values: Partial<WebhookDelivery> = {},
): WebhookDeliverySummary => {
  const { webhook, ...summary } = sampleDelivery(name, values);
  return { ...summary, type: webhook.type };
};

/** One endpoint; `name` in place of its address. */
export const answerEndpoints = (api: CannedApi, name = 'https://shop.example.com/hooks') =>
  api.answer('GET /webhook-endpoints', {
    body: {
      endpoints: [{ name: 'shop', address: name, events: ['OrderMigrationCompleted'] }],
    },
  });
