// Written by `npm run client:types` from docs/openapi.json. Do not edit.

export interface WebhookDelivery {
  deliveryId: string;
  endpoint: string;
  status: 'delivered' | 'retrying' | 'failed';
  attempts: number;
  answer: number | string;
  at: string;
  subject?: string;
  webhook: {
    endpoint: string;
    id: string;
    type: string;
    timestamp: string;
    data: {
      [k: string]: unknown;
    };
  };
}

export interface WebhookDeliverySummary {
  deliveryId: string;
  endpoint: string;
  status: 'delivered' | 'retrying' | 'failed';
  attempts: number;
  answer: number | string;
  at: string;
  subject?: string;
  type: string;
}

export interface WebhookEndpoints {
  endpoints: {
    name: string;
    address: string;
    events: string[];
  }[];
}
