import { it } from '@jest/globals';

it('waits for nothing', () => {
  void Promise.reject(new Error('planted rejection'));
});
