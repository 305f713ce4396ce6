import { describe, expect, it } from '@jest/globals';
import { defaultConfig } from '../../../lib/config.ts';
import { callsLeftBehind, verdictsLeftBehind } from '../../../tools/deploy/calls-left-behind.ts';
import { notedOutputs } from '../../../tools/deploy/noted-outputs.ts';
import { poolLeftBehind } from '../../../tools/deploy/pool-left-behind.ts';
import type { StageState } from '../../../tools/deploy/stage-state.ts';
import { deploySteps } from '../../../tools/deploy/steps.ts';

const prod = defaultConfig('prod');
const surroundings = (hasKeys: boolean, state: Partial<StageState> = {}) => ({
  keysFile: 'keys.json',
  exists: () => hasKeys,
  state: { isFirst: false, secretVersions: {}, ...state },
});

/** The scripts that run, in order. */
const scripts = (config: typeof prod, hasKeys: boolean): string[] =>
  deploySteps(config, surroundings(hasKeys)).map(
    ({ command }) => command.find((word) => word.includes('/')) ?? '',
  );

describe('what a deployment says at its end', () => {
  it('is what somebody needs outside of the stacks, and nothing that stacks hand over', () => {
    const data = {
      userPoolId: 'eu-central-1_AbC',
      PublishOutputRefFiles8E6940B8: 'keepsake-files',
    };
    const service = { apiUrl: 'https://api.example.com', eventBusName: 'Bus' };
    expect(
      notedOutputs([data, service])
        .trim()
        .split(/\s*\n\s*/),
    ).toEqual([
      expect.stringMatching(/^apiUrl +https:\/\/api\.example\.com$/),
      expect.stringMatching(/^eventBusName +Bus$/),
      expect.stringMatching(/^userPoolId +eu-central-1_AbC$/),
    ]);
  });
});

describe('requests to a payment provider that wait in a queue of version 0.1.0', () => {
  const old =
    'https://sqs.eu-central-1.amazonaws.com/1/Keepsake-prod-Refunds-RefundsDeadLettersQueueF7-xY1';
  const named = 'https://sqs.eu-central-1.amazonaws.com/1/keepsake-prod-refunds-dead-letters';

  it('are sent before the stage is updated: its new queue has another name', () => {
    const refusal = callsLeftBehind(prod, [
      { url: old, messages: 2 },
      { url: old, messages: 1 },
    ]);
    expect(refusal).toMatch(/^3 requests .* keepsake dlq redrive refunds --stage prod/);
  });

  it.each([
    ['is empty', { url: old, messages: 0 }],
    ['is of this version', { url: named, messages: 5 }],
  ])('do not matter where the queue %s', (_, queue) => {
    expect(callsLeftBehind(prod, [queue])).toBeUndefined();
  });
});

describe('captures that wait while refund.completed is taken out of the settings', () => {
  const captures = 'https://sqs.eu-central-1.amazonaws.com/1/keepsake-prod-captures-dead-letters';
  const waiting = [{ url: captures, messages: 2 }];

  it('stop the deployment, which would delete their queue', () => {
    expect(callsLeftBehind(prod, waiting)).toMatch(
      /^2 captures wait .* keepsake dlq redrive captures --stage prod/,
    );
  });

  it('do not matter where the setting stays, or none wait', () => {
    const completed = { connection: { secretName: 'shop' } } as never;
    expect(callsLeftBehind({ ...prod, refund: { completed } as never }, waiting)).toBeUndefined();
    expect(callsLeftBehind(prod, [{ url: captures, messages: 0 }])).toBeUndefined();
  });
});

describe('verdicts that wait while scan is taken out of the settings', () => {
  const verdicts = 'https://sqs.eu-central-1.amazonaws.com/1/Keepsake-prod-Service-ScansVerdicts';

  it('stop the deployment, which would delete their queue', () => {
    const waiting = [1, 2].map((messages) => ({ url: verdicts, messages }));
    expect(verdictsLeftBehind('prod', waiting)).toMatch(
      /^3 verdicts .* keepsake dlq redrive scans-verdicts --stage prod/,
    );
    expect(verdictsLeftBehind('prod', [{ url: verdicts, messages: 0 }])).toBeUndefined();
  });
});

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
      ...['deploy', '-c', 'stage=prod', '--all'],
      ...['--require-approval', 'never'],
    ]);
  });
});

const commands = (config: typeof prod, state: Partial<StageState>): string[] =>
  deploySteps(config, surroundings(true, state)).map(({ command }) => command.slice(1).join(' '));

describe('the first deployment of a stage that keeps its data', () => {
  it('is not protected before it succeeded, so that a failed one can be repeated', () => {
    expect(commands(prod, { isFirst: true })).toEqual([
      'deploy -c stage=prod --all -c firstDeployment=true',
      'deploy -c stage=prod Keepsake-prod-Data',
    ]);
  });

  it('is one step where nothing is kept, and every later time', () => {
    expect(commands(defaultConfig('dev'), { isFirst: true })).toEqual([
      'deploy -c stage=dev --all',
    ]);
    expect(commands(prod, {})).toEqual(['deploy -c stage=prod --all']);
  });
});

describe('the update of a stage of version 0.1.0', () => {
  it('ends with the keys of later indexes for its records', () => {
    const pool = { id: 'eu-central-1_AbC', client: '4m1abc', inService: true };
    const old = { ...prod, auth: { ...prod.auth, pool } };
    expect(commands(old, {})).toEqual([
      'deploy -c stage=prod --all',
      'tools/fill-indexes/main.ts --stage prod',
    ]);
  });
});

describe('a payment provider’s secret', () => {
  it('is named by the version that is current, so that a rotated one reaches the connection', () => {
    expect(commands(prod, { secretVersions: { 'keepsake/prod/stripe': 'v2' } })).toEqual([
      'deploy -c stage=prod -c secretVersion:keepsake/prod/stripe=v2 --all',
    ]);
  });
});

describe('the user pool of version 0.1.0', () => {
  const resource = (type: string, physicalId: string) => ({ logicalId: 'x', type, physicalId });
  const service = [
    resource('AWS::Cognito::UserPool', 'eu-central-1_AbC'),
    resource('AWS::Cognito::UserPoolClient', '4m1abc'),
  ];

  it('is not left behind: the deployment says which lines keep it', () => {
    expect(poolLeftBehind(prod, service)).toContain(
      "auth.pool: { id: 'eu-central-1_AbC', client: '4m1abc', inService: true }",
    );
  });

  it('holds nothing up that names it, has an issuer, or has no pool in Service', () => {
    const pool = { id: 'eu-central-1_AbC', client: '4m1abc' };
    expect(poolLeftBehind({ ...prod, auth: { ...prod.auth, pool } }, service)).toBeUndefined();
    expect(poolLeftBehind(prod, [])).toBeUndefined();
  });
});
