import { describe, expect, it } from '@jest/globals';
import { parseConfig } from '../../lib/config.ts';
import { everyStack, everythingConfig } from './every-stack.ts';
import { propertiesOf } from './synthesize.ts';

const certificateArn = 'arn:aws:acm:eu-central-1:111111111111:certificate/0a1b2c3d';

/** A production stage with signing keys and a domain of its own: no stage has more resources. */
const stacks = everyStack(
  parseConfig('prod', {
    ...everythingConfig,
    delivery: {
      ...everythingConfig.delivery,
      apiDomain: { name: 'files.example.com', certificateArn },
    },
  }),
);

const oursIn = (stack: string): string[] =>
  propertiesOf(stacks[stack] as never, 'AWS::Lambda::Function').flatMap(([, { Description }]) =>
    /^Keepsake: /.test(Description) ? [Description] : [],
  );

describe('the size of a stage', () => {
  it('leaves room below the 500 resources that CloudFormation allows a stack: Service has 390 at most', () => {
    const { Resources } = stacks.service?.toJSON() ?? {};
    expect(Object.keys(Resources).length).toBeGreaterThan(200);
    expect(Object.keys(Resources).length).toBeLessThanOrEqual(390);
  });

  it('is 40 functions of Keepsake’s own at most; CDK adds one that only deployments call', () => {
    const ours = Object.keys(stacks).flatMap(oursIn);
    expect(ours.length).toBe(new Set(ours).size);
    expect(ours.length).toBeLessThanOrEqual(40);
    const all = Object.values(stacks).flatMap((stack) =>
      propertiesOf(stack, 'AWS::Lambda::Function'),
    );
    expect(all.length - ours.length).toBe(1);
  });
});
