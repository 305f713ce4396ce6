import { describe, expect, it } from '@jest/globals';
import { defaultConfig } from '../../../lib/config.ts';
import { deploySteps } from '../../../tools/deploy/steps.ts';

const prod = defaultConfig('prod');
const surroundings = (hasKeys: boolean) => ({ keysFile: 'keys.json', exists: () => hasKeys });

/** The scripts that run, in order. */
const scripts = (config: typeof prod, hasKeys: boolean): string[] =>
  deploySteps(config, surroundings(hasKeys)).map(
    ({ command }) => command.find((word) => word.includes('/')) ?? '',
  );

const keys = 'tools/delivery-keys/main.ts';
const cdk = 'node_modules/aws-cdk/bin/cdk';

describe('deploying a stage by one command', () => {
  it('makes its signing keys first where it has none', () => {
    expect(scripts(prod, false)).toEqual([keys, cdk]);
  });

  it('leaves the keys of a stage that has them', () => {
    expect(scripts(prod, true)).toEqual([cdk]);
  });

  it('makes none for a stage without CloudFront', () => {
    const without = { ...prod, delivery: { ...prod.delivery, enabled: false } };
    expect(scripts(without, false)).toEqual([cdk]);
  });

  it('hands options on to the CDK', () => {
    const [step] = deploySteps(prod, surroundings(true), ['--require-approval', 'never']);
    expect(step?.command).toEqual([
      cdk,
      ...['deploy', '--all', '-c', 'stage=prod'],
      ...['--require-approval', 'never'],
    ]);
  });
});
