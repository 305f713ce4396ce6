import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseConfig } from '../../../lib/config.ts';
import { deploymentPolicies, longestPolicy } from '../../../lib/deployment-policy/derive.ts';
import handlers from '../../../lib/deployment-policy/handler-permissions.json' with {
  type: 'json',
};
import { everyStack, frontDoorConfig } from '../every-stack.ts';

const certificateArn = 'arn:aws:acm:us-east-1:111111111111:certificate/0a1b2c3d';
const domain = { name: 'files.example.com', certificateArn };
const senders = ['arn:aws:iam::111111111111:role/shop'];

/** Every resource type that a stage can have. */
const types = new Set(
  Object.values(
    everyStack(
      parseConfig('prod', {
        ...frontDoorConfig,
        ownKeys: {},
        gradualDeployment: { percent: 10, minutes: 10 },
        payment: { ...frontDoorConfig.payment, senders },
        delivery: { ...frontDoorConfig.delivery, domain },
      }),
    ),
  ).flatMap((template) =>
    Object.values(template.toJSON().Resources as Record<string, { Type: string }>).map(
      ({ Type }) => Type,
    ),
  ),
);

const policies = deploymentPolicies(types);
const folder = new URL('../../../docs/deployment-policy/', import.meta.url);
const fileOf = (index: number): URL => new URL(`${index + 1}.json`, folder);
const textOf = (policy: object): string => `${JSON.stringify(policy, null, 2)}\n`;

// npm run deployment-policy
if (process.env.DEPLOYMENT_POLICY === 'write')
  for (const [index, policy] of policies.entries()) writeFileSync(fileOf(index), textOf(policy));

const actions = policies.flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action));

describe('docs/deployment-policy', () => {
  it('allows exactly what CloudFormation calls for the types in the templates', () => {
    const documented = readdirSync(folder).filter((name) => name.endsWith('.json'));
    expect(documented).toHaveLength(policies.length);
    for (const [index, policy] of policies.entries())
      expect(JSON.parse(readFileSync(fileOf(index), 'utf8'))).toEqual(policy);
  });

  it('is managed policies that IAM takes, ten of which a role may have', () => {
    expect(policies.length).toBeLessThanOrEqual(8);
    for (const policy of policies)
      expect(JSON.stringify(policy).length).toBeLessThan(longestPolicy);
  });

  it('knows every type of a stage: each brings actions', () => {
    for (const type of types) {
      const own = deploymentPolicies([type]).flatMap(({ Statement }) => Statement);
      expect([type, own.length > 0]).toEqual([type, true]);
    }
  });

  it('lets Lambda fetch the bundles, and no other object', () => {
    const reading = policies
      .flatMap(({ Statement }) => Statement)
      .filter(({ Action }) => Action.includes('s3:GetObject'));
    expect(reading.flatMap(({ Resource }) => Resource)).toEqual(['arn:aws:s3:::cdk-*-assets-*/*']);
  });

  it('leaves to docs/aws/second-region.md what only replicas of tables need', () => {
    const page = new URL('../../../docs/aws/second-region.md', import.meta.url);
    const [, json = ''] = /```json\n(.*?)```/s.exec(readFileSync(page, 'utf8')) ?? [];
    const [statement] = (JSON.parse(json) as { Statement: { Action: string[] }[] }).Statement;
    const ofRecords = handlers['AWS::DynamoDB::GlobalTable'].filter((action) =>
      /:(\w+Item|Query|Scan)$/.test(action),
    );
    expect(statement?.Action.toSorted()).toEqual(ofRecords.toSorted());
  });

  it('reads and writes no record and no file of a customer, and no role but the stage’s own', () => {
    expect(
      actions.filter((action) => /:(Get|Put|Delete)Item$|s3:DeleteObject/.test(action)),
    ).toEqual([]);
    const roles = policies
      .flatMap(({ Statement }) => Statement)
      .find(({ Sid }) => Sid === 'iam')?.Resource;
    expect(roles).not.toContain('*');
  });

  it('changes with the templates: a type that goes takes its actions along', () => {
    const fewer = deploymentPolicies([...types].filter((type) => !type.startsWith('AWS::Budgets')));
    expect(JSON.stringify(fewer)).not.toContain('budgets:');
    expect(JSON.stringify(policies)).toContain('budgets:');
  });
});
