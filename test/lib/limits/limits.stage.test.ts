import { describe, expect, it } from '@jest/globals';
import { everyStack, frontDoorConfig } from '../every-stack.ts';
import { serviceLimits } from './service-limits.ts';
import { stackLimits } from './stack-limits.ts';

const stacks = everyStack(frontDoorConfig);

describe.each([...stackLimits, ...serviceLimits])(
  '$name, $limit at most',
  ({ limit, now, measure, document }) => {
    const measured = measure(stacks);
    const largest = Math.max(...measured.map(({ value }) => value));

    it('is measured', () => {
      expect(measured.length).toBeGreaterThan(0);
      expect(document).toMatch(/^[\w/.-]+\.html$/);
    });

    it('leaves a fifth of room', () => {
      expect(measured.filter(({ value }) => value > limit * 0.8)).toEqual([]);
    });

    it('has the value of today in the table, to a twentieth of the limit', () => {
      expect(Math.abs(largest - now)).toBeLessThanOrEqual(Math.max(1, limit / 20));
    });
  },
);
