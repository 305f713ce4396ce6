import { describe, expect, it } from '@jest/globals';
import { apiOf } from '../stacks/api-template.ts';
import { functionsOf, propertiesOf } from '../synthesize.ts';
import { distinct, permissionsOf } from './permissions.ts';
import { bulkExecutions, on } from './rights.ts';

const api = apiOf();
const functions = functionsOf(api);

describe('the other roles', () => {
  it('lets the workflow call its own eight functions, alert, log and trace', () => {
    const steps = ['claim', 'copy', 'verify', 'commit', 'begin', 'remove', 'fail', 'announce'];
    const granted = permissionsOf(api, '<OrderMigrationRole>').filter(
      (statement) => !/^(logs|xray):\w+ \*$/.test(statement),
    );
    expect(granted).toHaveLength(steps.length + 1);
    expect(granted).toContain('sns:Publish <AlertsTopic>');
    for (const step of steps)
      expect(granted).toContainEqual(
        expect.stringMatching(new RegExp(`^lambda:InvokeFunction <Steps${step}\\w*Function>$`)),
      );
  });

  it.each([
    ['Reconciler', 'Reconcilerupkeep', 'Reconciler'],
    ['Sweeper', 'Reconcilerupkeep', 'Sweeper'],
    ['Integrity', 'Integritycheckintegrity', 'Sweeper'],
  ])(
    'lets the schedule of the %s call it and park what it could not deliver',
    (construct, name, parker) => {
      expect(distinct(permissionsOf(api, `<${construct}SchedulerRole>`))).toEqual([
        `lambda:InvokeFunction <${name}Function>`,
        `sqs:SendMessage <${parker}DeadLettersQueue>`,
      ]);
    },
  );

  it('lets the bulk workflow call its own two functions, write results, start its own children, log and trace', () => {
    const granted = permissionsOf(api, '<BulkMigrationRole>').filter(
      (statement) => !/^(logs|xray):\w+ \*$/.test(statement),
    );
    expect(granted.filter((statement) => statement.startsWith('lambda:'))).toHaveLength(2);
    expect(granted.filter((statement) => !statement.startsWith('lambda:')).sort()).toEqual(
      [
        ...on(
          '<Data.Uploads>/bulk-results/*',
          's3:AbortMultipartUpload',
          's3:GetObject',
          's3:ListMultipartUploadParts',
          's3:PutObject',
        ),
        ...on('<BulkMigrationMachine>', 'states:StartExecution'),
        ...on(`${bulkExecutions}:*`, 'states:DescribeExecution', 'states:StopExecution'),
        ...on(
          `${bulkExecutions}/*`,
          'states:DescribeExecution',
          'states:RedriveExecution',
          'states:StopExecution',
        ),
      ].sort(),
    );
  });

  it('are no more than those five, and no role has a managed policy', () => {
    const roles = propertiesOf(api, 'AWS::IAM::Role');
    expect(roles).toHaveLength(functions.size + 5);
    for (const [, role] of roles) expect(role).not.toHaveProperty('ManagedPolicyArns');
  });
});
