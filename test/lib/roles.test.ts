import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { flatten, functionsOf, propertiesOf, templatesOf } from './synthesize.ts';
import { testKeys } from './test-keys.ts';

const { service, outdir } = templatesOf();
const functions = functionsOf(service);
const temporary = '<Data.Uploads>/temp/*';
const permanent = '<Data.Files>/*';

const on = (resource: string, ...actions: string[]) => actions.map((action) => `${action} ${resource}`);
const uploads = (...verbs: string[]) => on('<Data.UploadsTable>', ...verbs.map((verb) => `dynamodb:${verb}`));
const sessions = (...verbs: string[]) => on('<Data.SessionsTable>', ...verbs.map((verb) => `dynamodb:${verb}`));
const links = (...verbs: string[]) => on('<Data.LinksTable>', ...verbs.map((verb) => `dynamodb:${verb}`));
const batches = (...verbs: string[]) => on('<Data.BatchesTable>', ...verbs.map((verb) => `dynamodb:${verb}`));
const findOrder = on('<Data.OrdersTable>', 'dynamodb:Query');
const record = on('<Data.OrdersTable>', 'dynamodb:PutItem', 'dynamodb:Query');
const read = (resource: string) => on(resource, 's3:GetObject', 's3:GetObjectVersion');
const readBoth = [...read(temporary), ...read(permanent), ...on('<Data.Uploads>', 's3:ListBucket'), ...on('<Data.Files>', 's3:ListBucket')];
const [newestKey] = testKeys();
const secret = `arn:aws:secretsmanager:eu-central-1:111111111111:secret:keepsake/dev/delivery-key/${newestKey?.fingerprint}-??????`;
const serve = [...readBoth, ...on(secret, 'secretsmanager:GetSecretValue')];
const start = on('<OrderMigrationMachine>', 'states:StartExecution');
const alert = on('<AlertsTopic>', 'sns:Publish');
const publish = on('<Bus>', 'events:PutEvents');
const consume = (queue: string) => on(queue, 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage');
const remove = [
  ...read(permanent),
  ...on(permanent, 's3:AbortMultipartUpload', 's3:DeleteObjectVersion'),
  ...on('<Data.Files>', 's3:ListBucket', 's3:ListBucketMultipartUploads', 's3:ListBucketVersions'),
];
const executions = 'arn:aws:states:eu-central-1:111111111111:execution:<OrderMigrationMachine.Name>:*';

/** Everything each function may do, beside writing to its own log group and to X-Ray. */
const allowed: Record<string, string[]> = {
  authorizer: sessions('GetItem'),
  'create-session': sessions('PutItem'),
  'create-upload': [...uploads('PutItem'), ...on(temporary, 's3:PutObject')],
  'complete-upload': [...uploads('GetItem', 'PutItem'), ...read(temporary), ...on('<Data.Uploads>', 's3:ListBucket')],
  'get-upload': uploads('GetItem'),
  'create-order': [...uploads('BatchGetItem'), ...on('<Data.OrdersTable>', 'dynamodb:PutItem')],
  'get-order': findOrder,
  'list-orders': [
    ...on('<Data.OrdersTable>', 'dynamodb:BatchGetItem'),
    ...on('<Data.OrdersTable>/index/attention', 'dynamodb:Query'),
    ...on('<Data.OrdersTable>/index/by-owner', 'dynamodb:Query'),
  ],
  'order-timeline': findOrder,
  'retry-order': [...record, ...uploads('BatchGetItem'), ...start],
  'compensate-order': [...record, ...uploads('BatchGetItem'), ...remove, ...start, ...on(executions, 'states:DescribeExecution'), ...alert],
  'download-upload': [...uploads('GetItem'), ...serve],
  'download-order-file': [...findOrder, ...uploads('GetItem'), ...serve],
  'create-link': [...findOrder, ...links('PutItem')],
  'retarget-link': [...findOrder, ...links('GetItem', 'PutItem')],
  'revoke-link': links('GetItem', 'PutItem'),
  'follow-link': [...links('GetItem', 'UpdateItem'), ...findOrder, ...uploads('BatchGetItem'), ...serve],
  'link-qr': links('GetItem'),
  batches: [
    ...batches('BatchGetItem', 'GetItem', 'PutItem', 'Query'),
    ...on('<Data.BatchesTable>/index/by-creation', 'dynamodb:Query'),
    ...on('<BulkMigrationMachine>', 'states:StartExecution'),
  ],
  'begin-bulk': batches('BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem'),
  'finish-bulk': [...batches('BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem'), ...on('<Data.Uploads>/bulk-results/*', 's3:GetObject')],
  'copy-objects': [
    ...batches('BatchGetItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'),
    ...uploads('GetItem', 'PutItem'),
    ...readBoth,
    ...on(permanent, 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts', 's3:PutObject'),
    ...on('<Data.Files>', 's3:ListBucketMultipartUploads'),
  ],
  'work-bulk': [...batches('BatchGetItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'), ...uploads('DeleteItem', 'GetItem'), ...remove],
  'receive-payment': [...record, ...uploads('BatchGetItem'), ...start, ...alert, ...consume('<PaymentIntakePaymentsQueue>')],
  'claim-order': record,
  'copy-files': [
    ...record,
    ...uploads('BatchGetItem'),
    ...readBoth,
    ...on(permanent, 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts', 's3:PutObject'),
    ...on('<Data.Files>', 's3:ListBucketMultipartUploads'),
  ],
  'verify-files': [...record, ...uploads('BatchGetItem'), ...readBoth],
  'commit-order': [...record, ...uploads('UpdateItem')],
  'begin-compensation': record,
  'remove-copies': [...record, ...remove],
  'fail-order': record,
  announce: [...record, ...publish],
  'watch-executions': [...record, ...start, ...alert, ...consume('<ExecutionWatchEndedQueue>')],
  reconcile: [
    ...record,
    ...on('<Data.OrdersTable>/index/attention', 'dynamodb:Query'),
    ...uploads('BatchGetItem'),
    ...start,
    ...on(executions, 'states:DescribeExecution'),
    ...publish,
    ...alert,
    ...remove,
    ...on('<Data.Uploads>', 's3:ListBucket'),
    ...on('<ReconcilerDeadLettersQueue>', 'sqs:SendMessage'),
  ],
};

/** The names each function is told. */
const told: Record<string, string[]> = {
  authorizer: ['SESSIONS_TABLE', 'SETTINGS'],
  'create-session': ['SESSIONS_TABLE', 'SETTINGS'],
  'create-upload': ['SETTINGS', 'UPLOADS_BUCKET', 'UPLOADS_TABLE'],
  'complete-upload': ['SETTINGS', 'UPLOADS_TABLE'],
  'get-upload': ['UPLOADS_TABLE'],
  'create-order': ['ORDERS_TABLE', 'UPLOADS_TABLE'],
  'get-order': ['ORDERS_TABLE'],
  'list-orders': ['ORDERS_TABLE', 'SETTINGS'],
  'order-timeline': ['ORDERS_TABLE'],
  'retry-order': ['ORDERS_TABLE', 'ORDER_STATE_MACHINE_ARN', 'UPLOADS_TABLE'],
  'compensate-order': ['ALERT_TOPIC_ARN', 'FILES_BUCKET', 'ORDERS_TABLE', 'ORDER_STATE_MACHINE_ARN', 'SETTINGS', 'UPLOADS_TABLE'],
  'download-upload': ['DELIVERY_KEY_SECRET', 'SETTINGS', 'UPLOADS_TABLE'],
  'download-order-file': ['DELIVERY_KEY_SECRET', 'ORDERS_TABLE', 'SETTINGS', 'UPLOADS_TABLE'],
  'create-link': ['LINKS_TABLE', 'ORDERS_TABLE', 'SETTINGS'],
  'retarget-link': ['LINKS_TABLE', 'ORDERS_TABLE'],
  'revoke-link': ['LINKS_TABLE'],
  'follow-link': ['DELIVERY_KEY_SECRET', 'LINKS_TABLE', 'ORDERS_TABLE', 'SETTINGS', 'UPLOADS_TABLE'],
  'link-qr': ['LINKS_TABLE', 'SETTINGS'],
  batches: ['BATCHES_TABLE', 'BULK_STATE_MACHINE_ARN', 'FILES_BUCKET', 'SETTINGS'],
  'begin-bulk': ['BATCHES_TABLE'],
  'finish-bulk': ['BATCHES_TABLE'],
  'copy-objects': ['BATCHES_TABLE', 'FILES_BUCKET', 'SETTINGS', 'UPLOADS_TABLE'],
  'work-bulk': ['BATCHES_TABLE', 'FILES_BUCKET', 'SETTINGS', 'UPLOADS_TABLE'],
  'receive-payment': ['ALERT_TOPIC_ARN', 'ORDERS_TABLE', 'ORDER_STATE_MACHINE_ARN', 'SETTINGS', 'UPLOADS_TABLE'],
  'claim-order': ['ORDERS_TABLE', 'SETTINGS'],
  'copy-files': ['FILES_BUCKET', 'ORDERS_TABLE', 'SETTINGS', 'UPLOADS_TABLE'],
  'verify-files': ['FILES_BUCKET', 'ORDERS_TABLE', 'SETTINGS', 'UPLOADS_TABLE'],
  'commit-order': ['FILES_BUCKET', 'ORDERS_TABLE', 'UPLOADS_TABLE'],
  'begin-compensation': ['ORDERS_TABLE', 'SETTINGS'],
  'remove-copies': ['FILES_BUCKET', 'ORDERS_TABLE', 'SETTINGS'],
  'fail-order': ['ORDERS_TABLE', 'SETTINGS'],
  announce: ['EVENT_BUS_NAME', 'ORDERS_TABLE'],
  'watch-executions': ['ALERT_TOPIC_ARN', 'ORDERS_TABLE', 'ORDER_STATE_MACHINE_ARN'],
  reconcile: [
    'ALERT_TOPIC_ARN',
    'EVENT_BUS_NAME',
    'FILES_BUCKET',
    'ORDERS_TABLE',
    'ORDER_STATE_MACHINE_ARN',
    'SETTINGS',
    'UPLOADS_BUCKET',
    'UPLOADS_TABLE',
  ],
};

type Statement = { Effect: string; Action: string | string[]; Resource: unknown };

const permissionsOf = (role: string): string[] =>
  propertiesOf(service, 'AWS::IAM::Policy')
    .filter(([, { Roles }]) => Roles.map(flatten).includes(role))
    .flatMap(([, { PolicyDocument }]) => PolicyDocument.Statement as Statement[])
    .flatMap(({ Effect, Action, Resource }) =>
      [Resource]
        .flat()
        .flatMap((resource) => [Action].flat().map((action) => `${Effect === 'Allow' ? '' : Effect}${action} ${flatten(resource)}`)),
    )
    .sort();

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
    expect(permissionsOf(role)).toEqual([...statements, ...everyFunction(flatten(LoggingConfig.LogGroup))].sort());
  });
});

describe('the other roles', () => {
  it('lets the workflow call its own eight functions, alert, log and trace', () => {
    const steps = ['claim', 'copy', 'verify', 'commit', 'begin', 'remove', 'fail', 'announce'];
    const granted = permissionsOf('<OrderMigrationRole>').filter((statement) => !/^(logs|xray):\w+ \*$/.test(statement));
    expect(granted).toHaveLength(steps.length + 1);
    expect(granted).toContain('sns:Publish <AlertsTopic>');
    for (const step of steps)
      expect(granted).toContainEqual(expect.stringMatching(new RegExp(`^lambda:InvokeFunction <Steps${step}\\w*Function>$`)));
  });

  it('lets the schedule call the reconciler and park what it could not deliver', () => {
    expect(permissionsOf('<ReconcilerSchedulerRole>')).toEqual([
      'lambda:InvokeFunction <ReconcilerreconcileFunction>',
      'sqs:SendMessage <ReconcilerDeadLettersQueue>',
    ]);
  });

  it('lets the bulk workflow call its own four functions, write results, start its own children, log and trace', () => {
    const granted = permissionsOf('<BulkMigrationRole>').filter((statement) => !/^(logs|xray):\w+ \*$/.test(statement));
    expect(granted.filter((statement) => statement.startsWith('lambda:'))).toHaveLength(4);
    expect(granted.filter((statement) => !statement.startsWith('lambda:'))).toEqual(
      [
        ...on('<Data.Uploads>/bulk-results/*', 's3:AbortMultipartUpload', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'),
        ...on('<BulkMigrationMachine>', 'states:StartExecution'),
        ...on(
          'arn:aws:states:eu-central-1:111111111111:execution:<BulkMigrationMachine.Name>/*',
          'states:DescribeExecution',
          'states:StopExecution',
        ),
      ].sort(),
    );
  });

  it('are no more than those three, and nobody has a managed policy', () => {
    const roles = propertiesOf(service, 'AWS::IAM::Role');
    expect(roles).toHaveLength(functions.size + 3);
    for (const [, role] of roles) {
      expect(role).not.toHaveProperty('ManagedPolicyArns');
      expect(role).not.toHaveProperty('Policies');
    }
  });
});

describe('what each function is told', () => {
  it.each(Object.entries(told))('%s', (name, names) => {
    const { Variables } = functions.get(name).Environment;
    expect(
      Object.keys(Variables)
        .filter((key) => !key.startsWith('POWERTOOLS_'))
        .sort(),
    ).toEqual(names);
  });

  it('fits into the 4 KB that Lambda allows', () => {
    for (const { Environment } of functions.values()) {
      const bytes = Object.entries(Environment.Variables).map(([name, value]) => name.length + flatten(value).length);
      expect(bytes.reduce((sum, length) => sum + length, 0)).toBeLessThan(3800);
    }
  });

  it('is enough: every bundle loads with that and Lambda’s own variables', () => {
    const settings = flatten(functions.get('create-upload').Environment.Variables.SETTINGS);
    const bundles = Object.entries(told).map(([name, names]) => ({ file: join(outdir, 'bundles', name, 'index.mjs'), names }));
    const script = `
      const lambda = { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x', AWS_LAMBDA_FUNCTION_NAME: 'f' };
      for (const { file, names } of JSON.parse(process.argv[1])) {
        process.env = { ...lambda, ...Object.fromEntries(names.map((name) => [name, name === 'SETTINGS' ? process.argv[2] : 'x'])) };
        const { handler } = await import(file);
        if (typeof handler !== 'function') throw new Error(file + ' has no handler');
      }
      process.stdout.write('loaded');`;
    const answer = execFileSync(process.execPath, ['--input-type=module', '-e', script, JSON.stringify(bundles), settings], {
      encoding: 'utf8',
    });
    expect(answer).toContain('loaded');
  });
});
