import { at, byEach, type Way } from './way.ts';

/** Ways to what no function could handle. */
export const parked: Way[] = [
  { effect: 'survey', route: 'listDeadLetters' },
  { effect: 'unpark', route: 'readDeadLetters', request: at('payments') },
  { effect: 'unpark', route: 'redriveDeadLetters', request: at('payments') },
  ...byEach('unpark', 'dropDeadLetters', {
    all: at('payments', { body: { all: true } })(),
    messageIds: at('payments', { body: { messageIds: ['m1'] } })(),
  }),
];
