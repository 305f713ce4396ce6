import type { WebhookDelivery } from '@keepsake/client/operator';
import type { StateWords } from './order-words.ts';

const states: Readonly<Record<WebhookDelivery['status'], StateWords>> = {
  failed: { text: 'given up', type: 'error' },
  retrying: { text: 'trying again', type: 'in-progress' },
  delivered: { text: 'delivered', type: 'success' },
};

/** How a delivery ended, in words, and how it is marked. */
export const deliveryState = (status: WebhookDelivery['status']): StateWords => states[status];

/** States of deliveries, most pressing first. */
export const deliveryStatuses = Object.keys(states) as readonly WebhookDelivery['status'][];

/** The endpoint's answer: `HTTP 500`, or why there was no answer. */
export const endpointAnswer = ({ answer }: Pick<WebhookDelivery, 'answer'>): string =>
  typeof answer === 'number' ? `HTTP ${answer}` : answer;

const pages: Readonly<Record<string, string>> = { ord: 'orders', upl: 'uploads', job: 'jobs' };

/** The page of what an event is about; undefined if it names nothing that has one. */
export const subjectPage = (subject: string): string | undefined => {
  const list = pages[subject.split('_', 1)[0] ?? subject];
  return list && `/${list}/${encodeURIComponent(subject)}`;
};
