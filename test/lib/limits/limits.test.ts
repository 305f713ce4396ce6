import { describe, expect, it } from '@jest/globals';
import { parseConfig } from '../../../lib/config.ts';
import { consoleConfig, everyStack } from '../every-stack.ts';
import { serviceLimits } from './service-limits.ts';
import { stackLimits } from './stack-limits.ts';

const certificateArn = 'arn:aws:acm:eu-central-1:111111111111:certificate/0a1b2c3d';
const apiDomain = { name: 'files.example.com', certificateArn };
const stacks = everyStack(
  parseConfig('prod', {
    ...consoleConfig,
    delivery: { ...consoleConfig.delivery, apiDomain },
  }),
);

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
