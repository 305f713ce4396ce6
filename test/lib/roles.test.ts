import { describe, expect, it } from '@jest/globals';
import { bulkRoles } from './roles/bulk-roles.ts';
import { deliveryRoles } from './roles/delivery-roles.ts';
import { jobRoles } from './roles/job-roles.ts';
import { orderRoles } from './roles/order-roles.ts';
import { distinct, permissionsOf } from './roles/permissions.ts';
import { retentionRoles } from './roles/retention-roles.ts';
import { sessionRoles } from './roles/session-roles.ts';
import { bulkExecutions, on } from './roles/statements.ts';
import { uploadRoles } from './roles/upload-roles.ts';
import { flatten, functionsOf, propertiesOf, templatesOf } from './synthesize.ts';

const { service } = templatesOf();
const functions = functionsOf(service);

/** Everything each function may do, beside writing to its own log group and to X-Ray. */
const allowed: Record<string, string[]> = {
  ...sessionRoles,
  ...uploadRoles,
  ...retentionRoles,
  ...jobRoles,
  ...orderRoles,
  ...deliveryRoles,
  ...bulkRoles,
};

const everyFunction = (logs: string) => [
  ...on(logs, 'logs:CreateLogStream', 'logs:PutLogEvents'),
  ...on('*', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments'),
];

describe('what each function may do', () => {
  it('is listed here for every function', () => {
    expect(Object.keys(allowed).sort()).toEqual([...functions.keys()].sort());
  });

  it.each(Object.entries(allowed))('%s', (name, statements) => {
    const { Role, LoggingConfig } = functions.get(name);
    const role = flatten(Role);
    const expected = [...statements, ...everyFunction(flatten(LoggingConfig.LogGroup))];
    expect(distinct(permissionsOf(role))).toEqual(distinct(expected));
  });
});

describe('the other roles', () => {
  it('lets the workflow call its own eight functions, alert, log and trace', () => {
    const steps = ['claim', 'copy', 'verify', 'commit', 'begin', 'remove', 'fail', 'announce'];
    const granted = permissionsOf('<OrderMigrationRole>').filter(
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
    ['Reconciler', 'reconcile'],
    ['Sweeper', 'sweepuploads'],
  ])(
    'lets the schedule of the %s call it and park what it could not deliver',
    (construct, name) => {
      expect(distinct(permissionsOf(`<${construct}SchedulerRole>`))).toEqual([
        `lambda:InvokeFunction <${construct}${name}Function>`,
        `sqs:SendMessage <${construct}DeadLettersQueue>`,
      ]);
    },
  );

  it('lets the bulk workflow call its own four functions, write results, start its own children, log and trace', () => {
    const granted = permissionsOf('<BulkMigrationRole>').filter(
      (statement) => !/^(logs|xray):\w+ \*$/.test(statement),
    );
    expect(granted.filter((statement) => statement.startsWith('lambda:'))).toHaveLength(4);
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

  it('are no more than those four, and nobody has a managed policy', () => {
    const roles = propertiesOf(service, 'AWS::IAM::Role');
    expect(roles).toHaveLength(functions.size + 4);
    for (const [, role] of roles) {
      expect(role).not.toHaveProperty('ManagedPolicyArns');
      expect(role).not.toHaveProperty('Policies');
    }
  });
});
