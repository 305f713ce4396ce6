import { at, type Way } from './way.ts';

/** Ways to what was left behind: dead letters, forgotten orders and bytes. */
export const parked: Way[] = [
  { effect: 'mend', route: 'reconcileOrders', request: () => ({ body: { dryRun: false } }) },
  { effect: 'mend', route: 'lookForOrphans', request: () => ({ body: { dryRun: false } }) },
  { effect: 'survey', route: 'listDeadLetters' },
  { effect: 'survey', route: 'listWebhookEndpoints' },
  { effect: 'survey', route: 'listWebhookDeliveries' },
  { effect: 'survey', route: 'getWebhookDelivery', request: at('shop.evt_1') },
  { effect: 'tellAgain', route: 'sendWebhookAgain', request: at('shop.evt_1') },
  { effect: 'unpark', route: 'readDeadLetters', request: at('payments') },
  { effect: 'unpark', route: 'redriveDeadLetters', request: at('payments') },
  { effect: 'unpark', route: 'dropDeadLetters', request: at('payments', { body: { all: true } }) },
];
