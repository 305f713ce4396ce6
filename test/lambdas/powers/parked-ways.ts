import { at, type Way } from './way.ts';

/** Ways to what waits in dead-letter queues. */
export const parked: Way[] = [
  { effect: 'survey', route: 'listDeadLetters' },
  { effect: 'unpark', route: 'readDeadLetters', request: at('payments') },
  { effect: 'unpark', route: 'redriveDeadLetters', request: at('payments') },
  { effect: 'unpark', route: 'dropDeadLetters', request: at('payments', { body: { all: true } }) },
];
