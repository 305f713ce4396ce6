import { describe, expect, it } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { defaultConfig, parseConfig } from '../../lib/config.ts';
import type { Config } from '../../lib/config-schema.ts';
import { everyStack, everythingConfig } from './every-stack.ts';
import { propertiesOf } from './synthesize.ts';

const certificateArn = 'arn:aws:acm:eu-central-1:111111111111:certificate/0a1b2c3d';

const withDomain = (config: Config): Config =>
  parseConfig('prod', {
    ...config,
    delivery: { ...config.delivery, apiDomain: { name: 'files.example.com', certificateArn } },
  });

/** A production stage with signing keys and a domain of its own: no stage has more resources. */
const stacks = everyStack(withDomain(everythingConfig));

/** The same without anything that is optional. */
const plain = everyStack(withDomain(defaultConfig('prod')));

const sizeOf = (template?: Template): number =>
  Object.keys(template?.toJSON().Resources ?? {}).length;

const oursIn = (stack: Template): string[] =>
  propertiesOf(stack, 'AWS::Lambda::Function').flatMap(([, { Description }]) =>
    /^Keepsake: /.test(Description) ? [Description] : [],
  );

describe('the size of a stage', () => {
  it('is 275 resources at most in Service, of the 500 that CloudFormation allows a stack', () => {
    expect(sizeOf(plain.service)).toBeGreaterThan(200);
    expect(sizeOf(plain.service)).toBeLessThanOrEqual(275);
  });

  it('is 300 in Service with everything there is, and 110 in Operators', () => {
    expect(sizeOf(stacks.service)).toBeLessThanOrEqual(300);
    expect(sizeOf(stacks.operators)).toBeGreaterThan(50);
    expect(sizeOf(stacks.operators)).toBeLessThanOrEqual(110);
  });

  it('is 33 functions where nothing optional is on', () => {
    const ours = Object.values(plain).flatMap(oursIn);
    expect(ours.length).toBe(new Set(ours).size);
    expect(ours).toHaveLength(33);
  });

  it('is 37 functions of Keepsake’s own at most; CDK adds one that only deployments call', () => {
    const ours = Object.values(stacks).flatMap(oursIn);
    expect(ours.length).toBe(new Set(ours).size);
    expect(ours).toHaveLength(37);
    const all = Object.values(stacks).flatMap((stack) =>
      propertiesOf(stack, 'AWS::Lambda::Function'),
    );
    expect(all.length - ours.length).toBe(1);
  });
});
