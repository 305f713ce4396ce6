import { ids } from './ids.ts';

const at = '2030-01-01T12:00:00.000Z';
const type = 'OrderMigrationCompleted';

const taken = {
  deliveryId: ids.delivery,
  endpoint: 'shop',
  status: 'delivered',
  attempts: 1,
  answer: 204,
  at,
  subject: ids.order,
};

/** Answers about webhooks, by the name the document has for each. */
export const webhookAnswers = {
  webhookEndpoints: {
    endpoints: [
      { name: 'shop', address: 'https://shop.example.com/hooks', events: [type, 'UploadReceived'] },
    ],
  },
  webhookDeliveries: {
    deliveries: [{ ...taken, status: 'retrying', answer: 'shop.example.com did not answer', type }],
  },
  webhookDelivery: {
    ...taken,
    webhook: {
      endpoint: 'shop',
      id: ids.delivery.replace('shop.', ''),
      type,
      timestamp: '2030-01-01T12:00:00Z',
      data: { orderId: ids.order, attempt: 1 },
    },
  },
};
