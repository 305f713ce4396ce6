import { describe, expect, it } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { defaultConfig, parseConfig } from '../../../lib/config.ts';
import { everyStack, frontDoorConfig } from '../every-stack.ts';
import { distinct, permissionsOf } from '../roles/permissions.ts';
import { apiOf } from '../stacks/api-template.ts';
import { flatten, propertiesOf, templatesOf } from '../synthesize.ts';

const gradualDeployment = { percent: 10, minutes: 15 };
const prod = defaultConfig('prod');
const stacks = everyStack(parseConfig('prod', { ...frontDoorConfig, gradualDeployment }));
const off = apiOf(everyStack(frontDoorConfig));
const on = apiOf(stacks);

type Resource = {
  Type: string;
  Properties: Record<string, never>;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
  UpdatePolicy?: { CodeDeployLambdaAliasUpdate: Record<string, unknown> };
};
const resourcesOf = (template: Template, type: string): [string, Resource][] =>
  Object.entries(template.toJSON().Resources as Record<string, Resource>).filter(
    ([, { Type }]) => Type === type,
  );

const definitionOf = (template: Template): string => {
  const [, machine] =
    propertiesOf(template, 'AWS::StepFunctions::StateMachine').find(([id]) =>
      id.startsWith('OrderMigration'),
    ) ?? [];
  return flatten(machine.DefinitionString);
};

const invoked = (template: Template): string[] => [
  ...new Set(
    [...definitionOf(template).matchAll(/"Resource":"(<[^"]+)"/g)].map(([, arn]) => `${arn}`),
  ),
];

describe('a stage that is deployed at once', () => {
  it('has no alias, version or deployment group', () => {
    const types = Object.values(off.toJSON().Resources as Record<string, Resource>).map(
      ({ Type }) => Type,
    );
    expect(types.filter((type) => /CodeDeploy|Alias|Version$/.test(type))).toEqual([]);
  });
});

describe('a stage that is deployed gradually', () => {
  const aliases = resourcesOf(on, 'AWS::Lambda::Alias');

  it('leads every request and the authorizer to an alias', () => {
    const uris = [
      ...propertiesOf(on, 'AWS::ApiGatewayV2::Integration').map(
        ([, { IntegrationUri }]) => IntegrationUri,
      ),
      ...propertiesOf(on, 'AWS::ApiGatewayV2::Authorizer').map(
        ([, { AuthorizerUri }]) => AuthorizerUri,
      ),
    ].map(flatten);
    expect(uris.length).toBe(16);
    for (const uri of uris) expect(uri).toMatch(/live/);
    expect(aliases.length).toBe(16);
  });

  it('lets API Gateway call the aliases, and no function itself', () => {
    const called = propertiesOf(on, 'AWS::Lambda::Permission')
      .filter(([, { Principal }]) => Principal === 'apigateway.amazonaws.com')
      .map(([, { FunctionName }]) => flatten(FunctionName));
    expect(called.length).toBeGreaterThan(15);
    for (const name of called) expect(name).toMatch(/live/);
  });

  it('shifts each alias by a group of its own, and rolls back by the API’s errors', () => {
    const groups = new Set(
      aliases.map(([, { UpdatePolicy }]) =>
        flatten(UpdatePolicy?.CodeDeployLambdaAliasUpdate.DeploymentGroupName),
      ),
    );
    expect(groups.size).toBe(16);
    for (const [, group] of propertiesOf(on, 'AWS::CodeDeploy::DeploymentGroup')) {
      expect(flatten(group.AlarmConfiguration.Alarms[0].Name)).toMatch(/ReleaseErrors/);
      expect(group.AutoRollbackConfiguration.Events).toContain('DEPLOYMENT_STOP_ON_ALARM');
    }
    const [[, config] = []] = propertiesOf(on, 'AWS::CodeDeploy::DeploymentConfig');
    expect(config.TrafficRoutingConfig.TimeBasedCanary).toEqual({
      CanaryPercentage: 10,
      CanaryInterval: 15,
    });
  });

  it('has alarms of a minute, at five failures', () => {
    const alarms = propertiesOf(on, 'AWS::CloudWatch::Alarm').filter(([, { AlarmName }]) =>
      /deployment-/.test(AlarmName),
    );
    expect(alarms.map(([, { AlarmName, Threshold }]) => [AlarmName, Threshold]).sort()).toEqual([
      ['keepsake-prod-deployment-api-errors', 5],
      ['keepsake-prod-deployment-order-failures', 5],
    ]);
    const [, saga] = alarms.find(([, { AlarmName }]) => /order/.test(AlarmName)) ?? [];
    expect(saga.Metrics.length).toBeLessThanOrEqual(11);
  });

  it('has the workflow call versions of its functions', () => {
    expect(invoked(off).some((arn) => /Version/.test(arn))).toBe(false);
    const functions = invoked(on).filter((arn) => arn.startsWith('<Steps'));
    expect(functions.length).toBe(8);
    for (const arn of functions) expect(arn).toMatch(/CurrentVersion/);
  });

  it('is the same workflow otherwise: no transition more', () => {
    const states = (template: Template) => definitionOf(template).replace(/<Steps[^>]*>/g, '');
    expect(states(on)).toBe(states(off));
  });

  it('keeps the versions that executions under way call', () => {
    const kept = [
      ...resourcesOf(on, 'AWS::Lambda::Version'),
      ...resourcesOf(on, 'AWS::StepFunctions::StateMachineVersion'),
    ];
    expect(kept.length).toBe(25);
    for (const [, { UpdateReplacePolicy, DeletionPolicy }] of kept) {
      expect(UpdateReplacePolicy).toBe('Retain');
      expect(DeletionPolicy).toMatch(/^Retain/);
    }
    const [, role] =
      propertiesOf(on, 'AWS::IAM::Policy').find(([id]) => id.startsWith('OrderMigrationRole')) ??
      [];
    const invokes = JSON.stringify(role.PolicyDocument.Statement[0].Resource);
    expect(invokes.match(/:\*/g)).toHaveLength(8);
  });

  it('takes back the versions of a deployment that is rolled back, so that it can be repeated', () => {
    const policies = resourcesOf(on, 'AWS::Lambda::Version').map(
      ([, { DeletionPolicy }]) => DeletionPolicy,
    );
    expect(new Set(policies)).toEqual(new Set(['RetainExceptOnCreate']));
  });

  it('starts orders by an alias that shifts to another version by alarm', () => {
    const [[, alias] = []] = propertiesOf(on, 'AWS::StepFunctions::StateMachineAlias');
    expect(alias.DeploymentPreference).toMatchObject({
      Type: 'CANARY',
      Percentage: 10,
      Interval: 15,
    });
    expect(flatten(alias.DeploymentPreference.StateMachineVersionArn)).toMatch(/GradualVersion/);
    const [[, version] = []] = propertiesOf(on, 'AWS::StepFunctions::StateMachineVersion');
    expect(flatten(version.StateMachineRevisionId)).toMatch(/StateMachineRevisionId/);
    const starters = propertiesOf(on, 'AWS::Lambda::Function').filter(
      ([, { Environment }]) => Environment?.Variables.ORDER_STATE_MACHINE_ARN,
    );
    expect(starters.length).toBeGreaterThan(3);
    for (const [, { Environment }] of starters)
      expect(flatten(Environment.Variables.ORDER_STATE_MACHINE_ARN)).toMatch(/GradualAlias/);
  });

  it('lets CodeDeploy move the API’s aliases, look at alarms, and do nothing else', () => {
    const roles = ['<HttpApiReleaseRole>', '<ReleaseRole>'];
    const rights = distinct(roles.flatMap((role) => permissionsOf(on, role)));
    const verbs = new Set(rights.map((right) => right.split(' ')[0]));
    expect([...verbs].sort()).toEqual([
      'cloudwatch:DescribeAlarms',
      'lambda:GetAlias',
      'lambda:GetProvisionedConcurrencyConfig',
      'lambda:UpdateAlias',
    ]);
    expect(rights.some((right) => /Steps|Reconciler/.test(right))).toBe(false);
  });

  it('lets each stack shift its own functions, by the one alarm', () => {
    const { service, operators } = stacks as Record<string, Template>;
    const shifted = [service, operators].map((stack) =>
      resourcesOf(stack as Template, 'AWS::Lambda::Alias').map(([id]) => id),
    );
    expect(shifted.map(({ length }) => length)).toEqual([12, 4]);
    expect(resourcesOf(operators as Template, 'AWS::CloudWatch::Alarm')).toEqual([]);
  });

  it('stays below the 500 resources of a stack: Service has 360 at most', () => {
    const { Resources } = stacks.service?.toJSON() ?? {};
    expect(Object.keys(Resources).length).toBeGreaterThan(300);
    expect(Object.keys(Resources).length).toBeLessThanOrEqual(360);
  });
});

describe('the setting', () => {
  it.each([
    [{ percent: 0, minutes: 10 }, /percent/],
    [{ percent: 100, minutes: 10 }, /percent/],
    [{ percent: 10, minutes: 241 }, /four hours/],
    [{ percent: 10 }, /minutes/],
    [{ percent: 10, minutes: 10, failures: 0 }, /failures/],
  ])('refuses %o', (gradual, message) => {
    const wrong = { ...prod, gradualDeployment: gradual };
    expect(() => parseConfig('prod', wrong)).toThrow(message);
  });

  it('works for a small stage, too', () => {
    const dev = parseConfig('dev', { ...defaultConfig('dev'), gradualDeployment });
    expect(resourcesOf(apiOf(templatesOf(dev)), 'AWS::Lambda::Alias').length).toBe(15);
  });
});
