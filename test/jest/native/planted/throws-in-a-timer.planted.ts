import { setTimeout as sleep } from 'node:timers/promises';
import { it } from '@jest/globals';

it('goes on', async () => {
  setTimeout(() => {
    throw new Error('planted in a timer');
  }, 1);
  await sleep(200);
});
