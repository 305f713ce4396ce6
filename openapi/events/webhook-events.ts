import * as z from 'zod';
import { webhookEvents } from '../../core/event-names.ts';
import { webhookSchema } from '../../core/webhooks/model/webhook.ts';
import type { BusEvents } from './bus-events.ts';

export const webhooksOnTheBus: BusEvents = {
  [webhookEvents.deliveryRequested]: {
    version: '1.0.0',
    source: webhookEvents.source,
    summary: 'Keepsake asks itself to send an event to its endpoint again. Not for listeners.',
    detail: z.strictObject(webhookSchema.shape),
    example: {
      endpoint: 'shop',
      id: '6f1d0a52-2c3b-4e5f-8a90-b1c2d3e4f506',
      type: 'OrderMigrationCompleted',
      timestamp: '2026-03-01T12:00:00Z',
      data: { orderId: 'ord_0mRcwvGgb2M7rEXAMPLE', attempt: 1 },
    },
  },
};
