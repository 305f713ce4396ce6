import { describe, expect, it } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { type RouteFunction, routeFunctions } from '../../../core/route-functions.ts';
import { routes } from '../../../core/routes.ts';
import { routeKeysOf } from '../../../lib/api/route-keys.ts';
import { operatorsFunctions, ownersFunctions } from '../../../lib/api/route-stage.ts';
import { defaultConfig } from '../../../lib/config.ts';
import { everyStack, frontDoorConfig } from '../every-stack.ts';
import { flatten, functionsOf, keepsake, propertiesOf, templatesOf } from '../synthesize.ts';

const { service, operators } = templatesOf(defaultConfig('prod'));

const keysIn = (template: Template): string[] =>
  propertiesOf(template, 'AWS::ApiGatewayV2::Route').map(([, { RouteKey }]) => RouteKey);

const keysOf = (names: readonly RouteFunction[]): string[] =>
  names.flatMap((name) => routeFunctions[name].flatMap((route) => routeKeysOf(routes[route])));

describe('the routes of operators', () => {
  it('are those that nobody else may call', () => {
    const accessOf = (names: readonly RouteFunction[]) => [
      ...new Set(names.flatMap((name) => routeFunctions[name].map((each) => routes[each].access))),
    ];
    expect(accessOf(operatorsFunctions).sort()).toEqual(['admin', 'viewer']);
    expect(accessOf(ownersFunctions)).not.toContain('admin');
    expect(accessOf(ownersFunctions)).not.toContain('viewer');
  });

  // API Gateway refuses a second route of the same key.
  it('lie in this stack, all others in Service, and none in both', () => {
    expect(keysIn(operators).sort()).toEqual(keysOf(operatorsFunctions).sort());
    expect(keysIn(service).sort()).toEqual(keysOf(ownersFunctions).sort());
  });

  // Under another id, CloudFormation would make a route that the API has already.
  it('leave those of Service the ids by which 0.1.0 made them: below the API, by their keys', () => {
    const ids = propertiesOf(service, 'AWS::ApiGatewayV2::Route').map(([id]) => id);
    const made = keysIn(service).map((key) => `HttpApi${key.replaceAll(/[^A-Za-z0-9]/g, '')}`);
    expect(ids).toEqual(made);
  });

  it('belong to the one API and ask its authorizer', () => {
    for (const [, route] of propertiesOf(operators, 'AWS::ApiGatewayV2::Route')) {
      expect(flatten(route.ApiId)).toBe('<Service.HttpApi>');
      expect(flatten(route.AuthorizerId)).toBe('<Service.HttpApiAuthorizer>');
    }
    const { Resources } = operators.toJSON();
    const types = Object.values<{ Type: string }>(Resources).map(({ Type }) => Type);
    expect(types.filter((type) => /::(Api|Stage|Authorizer)$/.test(type))).toEqual([]);
  });

  // A stage may only name routes that exist, and Operators comes after it.
  it('have the throttle of the stage, which names none of them', () => {
    const [[, stage] = []] = propertiesOf(service, 'AWS::ApiGatewayV2::Stage');
    const throttled = Object.keys(stage.RouteSettings);
    expect(stage.AutoDeploy).toBe(true);
    expect(throttled.filter((key) => keysIn(operators).includes(key))).toEqual([]);
  });
});

describe('the Operators stack', () => {
  it('is deployed after Service, which lets go of its routes first', () => {
    const stacks = keepsake(defaultConfig('prod'));
    expect(stacks.operators.dependencies).toContain(stacks.service);
    expect(stacks.service.dependencies).not.toContain(stacks.operators);
    expect(stacks.observability?.dependencies).toContain(stacks.operators);
  });

  it('holds bulk migration, and its workflow’s functions', () => {
    expect([...functionsOf(operators).keys()].sort()).toEqual([
      'batches',
      ...['copy-objects', 'dead-letters', 'operators'],
      ...['operators-read', 'work-bulk'],
    ]);
    expect(propertiesOf(operators, 'AWS::StepFunctions::StateMachine')).toHaveLength(1);
    expect(operators.findOutputs('bulkStateMachineArn')).not.toEqual({});
  });

  // What Service of before names itself, this stack could not make while Service has it.
  it('shares no name with Service that is not CloudFormation’s own', () => {
    const { service: former, operators: own } = everyStack(frontDoorConfig);
    const named = (template?: Template): string[] =>
      Object.values<{ Properties?: Record<string, unknown> }>(
        template?.toJSON().Resources ?? {},
      ).flatMap(({ Properties = {} }) =>
        Object.entries(Properties)
          .filter(([key]) => /^(LogGroupName|RoleName|FunctionName|AlarmName|Name)$/.test(key))
          .filter(([, value]) => typeof value === 'string')
          .map(([, value]) => `${value}`),
      );
    expect(named(own)).toContain('/aws/vendedlogs/states/keepsake-prod-batches');
    const ofService = [...named(former), '/aws/vendedlogs/states/keepsake-prod-bulk-migration'];
    expect(named(own).filter((name) => ofService.includes(name))).toEqual([]);
  });

  it('holds nothing that must outlive it', () => {
    const { Resources } = operators.toJSON();
    const kept = Object.values<{ Type: string; DeletionPolicy?: string }>(Resources).filter(
      ({ DeletionPolicy }) => DeletionPolicy?.startsWith('Retain'),
    );
    expect([...new Set(kept.map(({ Type }) => Type))]).toEqual(['AWS::Logs::LogGroup']);
  });
});
