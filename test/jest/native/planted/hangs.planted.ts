import { it } from '@jest/globals';

it('waits for ever', () => new Promise(() => {}), 100);
