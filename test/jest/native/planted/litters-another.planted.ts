import { it } from '@jest/globals';
import { litter } from './litter.ts';

it('finds nothing of another file', () => {
  litter();
});
