import { at, byEach, type Way } from './way.ts';

/** Ways to what no function could handle. */
export const parked: Way[] = [
  { effect: 'survey', route: 'listDeadLetters' },
  { effect: 'survey', route: 'listWebhookEndpoints' },
  { effect: 'survey', route: 'listWebhookDeliveries' },
  { effect: 'survey', route: 'getWebhookDelivery', request: at('shop.evt_1') },
  { effect: 'tellAgain', route: 'sendWebhookAgain', request: at('shop.evt_1') },
  { effect: 'unpark', route: 'readDeadLetters', request: at('payments') },
  { effect: 'unpark', route: 'redriveDeadLetters', request: at('payments') },
  ...byEach('unpark', 'dropDeadLetters', {
    all: at('payments', { body: { all: true } })(),
    messageIds: at('payments', { body: { messageIds: ['m1'] } })(),
  }),
];
