import { describe, expect, it } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { defaultConfig } from '../../lib/config.ts';
import { firstDeployment, isProtected } from '../../lib/shared/removal-policy.ts';
import { propertiesOf, templatesOf } from './synthesize.ts';

const prod = (context: Record<string, string>) => {
  const { data: template } = templatesOf(defaultConfig('prod'), undefined, context);
  return {
    tables: propertiesOf(template, 'AWS::DynamoDB::GlobalTable').map(
      ([, { Replicas }]) => Replicas[0].DeletionProtectionEnabled,
    ),
    users: propertiesOf(template, 'AWS::Cognito::UserPool').map(
      ([, { DeletionProtection }]) => DeletionProtection ?? 'INACTIVE',
    ),
    policies: Object.values(template.toJSON().Resources as Record<string, Policies>)
      .filter(({ Type }) => /Bucket$|GlobalTable|Cognito/.test(Type))
      .map(({ DeletionPolicy, UpdateReplacePolicy }) => [DeletionPolicy, UpdateReplacePolicy]),
  };
};

type Policies = { Type: string; DeletionPolicy?: string; UpdateReplacePolicy?: string };

const only = <Value>(values: readonly Value[]): Value[] => [...new Set(values)];

describe('the first deployment of production', () => {
  const first = prod({ [firstDeployment]: 'true' });

  it('protects nothing yet: a creation that fails is rolled back and can be repeated', () => {
    expect([only(first.tables), only(first.users)]).toEqual([[false], ['INACTIVE']]);
    const app = new App({ context: { [firstDeployment]: 'true' } });
    expect(isProtected(app, { onRemoval: 'keep' })).toBe(false);
  });

  it('leaves no bucket, table or user pool of a failed creation behind, and keeps all of a deleted stack', () => {
    expect(only(first.policies.map(String))).toEqual(['RetainExceptOnCreate,Retain']);
  });
});

describe('every other deployment of production', () => {
  it('protects stack, tables and users', () => {
    const later = prod({});
    expect([only(later.tables), only(later.users)]).toEqual([[true], ['ACTIVE']]);
  });
});
