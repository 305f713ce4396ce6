import './throws.ts';
import { it } from '@jest/globals';

it('never runs', () => {});
