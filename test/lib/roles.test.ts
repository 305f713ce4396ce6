import { describe, expect, it } from '@jest/globals';
import { flatten, functionsOf, propertiesOf, templatesOf } from './synthesize.ts';
import { testKeys } from './test-keys.ts';

const { service } = templatesOf();
const functions = functionsOf(service);
const temporary = '<Data.Uploads>/temp/*';
const permanent = '<Data.Files>/*';

const on = (resource: string, ...actions: string[]) =>
  actions.map((action) => `${action} ${resource}`);
const uploads = (...verbs: string[]) =>
  on('<Data.UploadsTable>', ...verbs.map((verb) => `dynamodb:${verb}`));
const sessions = (...verbs: string[]) =>
  on('<Data.SessionsTable>', ...verbs.map((verb) => `dynamodb:${verb}`));
const links = (...verbs: string[]) =>
  on('<Data.LinksTable>', ...verbs.map((verb) => `dynamodb:${verb}`));
const jobs = (...verbs: string[]) =>
  on('<Data.JobsTable>', ...verbs.map((verb) => `dynamodb:${verb}`));
const query = (table: string, ...indexes: string[]) =>
  indexes.flatMap((index) => on(`<Data.${table}>/index/${index}`, 'dynamodb:Query'));
const findUpload = [...uploads('GetItem'), ...jobs('BatchGetItem')];
const batches = (...verbs: string[]) =>
  on('<Data.BatchesTable>', ...verbs.map((verb) => `dynamodb:${verb}`));
const findOrder = on('<Data.OrdersTable>', 'dynamodb:Query');
const record = on('<Data.OrdersTable>', 'dynamodb:PutItem', 'dynamodb:Query');
const read = (resource: string) => on(resource, 's3:GetObject', 's3:GetObjectVersion');
const noticeAbsence = (bucket: string) => on(bucket, 's3:ListBucket', 's3:ListBucketVersions');
const readBoth = [
  ...read(temporary),
  ...read(permanent),
  ...noticeAbsence('<Data.Uploads>'),
  ...noticeAbsence('<Data.Files>'),
];
const inspect = [...read(temporary), ...noticeAbsence('<Data.Uploads>')];
const assemble = on(
  temporary,
  's3:AbortMultipartUpload',
  's3:ListMultipartUploadParts',
  's3:PutObject',
);
const askForCheck = on('<UploadArrivalsQueue>', 'sqs:SendMessage');
const [newestKey] = testKeys();
const secret = `arn:aws:secretsmanager:eu-central-1:111111111111:secret:keepsake/dev/delivery-key/${newestKey?.fingerprint}-??????`;
const serve = [...readBoth, ...on(secret, 'secretsmanager:GetSecretValue')];
const start = on('<OrderMigrationMachine>', 'states:StartExecution');
const alert = on('<AlertsTopic>', 'sns:Publish');
const publish = on('<Bus>', 'events:PutEvents');
const consume = (queue: string) =>
  on(queue, 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage');
const remove = [
  ...read(permanent),
  ...on(permanent, 's3:AbortMultipartUpload', 's3:DeleteObjectVersion'),
  ...on('<Data.Files>', 's3:ListBucket', 's3:ListBucketMultipartUploads', 's3:ListBucketVersions'),
];
const stream = '<Data.UploadsTable.StreamArn>';
const reserve = on('<Data.QuotasTable>', 'dynamodb:UpdateItem');
const answerOnce = on('<Data.QuotasTable>', 'dynamodb:PutItem');
const executions =
  'arn:aws:states:eu-central-1:111111111111:execution:<OrderMigrationMachine.Name>:*';
const bulkExecutions =
  'arn:aws:states:eu-central-1:111111111111:execution:<BulkMigrationMachine.Name>';

const copy = [
  ...readBoth,
  ...on(permanent, 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts', 's3:PutObject'),
  ...on('<Data.Files>', 's3:ListBucketMultipartUploads'),
];
/** What taking an upload's bytes away takes; reading them is no part of it. */
const erase = [
  ...uploads('BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem'),
  ...findOrder,
  ...jobs('BatchGetItem'),
  ...links('BatchGetItem', 'PutItem'),
  ...query('LinksTable', 'by-order'),
  ...on('<Data.ErasuresTable>', 'dynamodb:GetItem', 'dynamodb:PutItem'),
  ...[temporary, permanent].flatMap((objects) =>
    on(objects, 's3:AbortMultipartUpload', 's3:DeleteObjectVersion'),
  ),
  ...['<Data.Uploads>', '<Data.Files>'].flatMap((bucket) =>
    on(bucket, 's3:ListBucketMultipartUploads', 's3:ListBucketVersions'),
  ),
];
const endJobs = [...erase, ...jobs('GetItem', 'PutItem'), ...publish];
const moveBelongings = [
  ...uploads('BatchGetItem', 'GetItem', 'PutItem'),
  ...record,
  ...jobs('BatchGetItem', 'GetItem', 'PutItem'),
  ...['UploadsTable', 'OrdersTable', 'JobsTable'].flatMap((table) => query(table, 'by-owner')),
];

/** Everything each function may do, beside writing to its own log group and to X-Ray. */
const allowed: Record<string, string[]> = {
  authorizer: sessions('GetItem'),
  'create-session': sessions('PutItem'),
  'claim-session': [...sessions('GetItem', 'PutItem', 'UpdateItem'), ...moveBelongings],
  'create-upload': [
    ...uploads('GetItem', 'PutItem'),
    ...jobs('GetItem'),
    ...reserve,
    ...answerOnce,
    ...on(temporary, 's3:AbortMultipartUpload', 's3:PutObject'),
  ],
  'list-uploads': [
    ...uploads('BatchGetItem'),
    ...query(
      'UploadsTable',
      'by-owner',
      'by-partner',
      'by-category',
      'by-status',
      'by-expiry',
      'by-legacy-path',
    ),
  ],
  'hand-over': uploads('GetItem', 'PutItem'),
  'promote-upload': [...uploads('GetItem'), ...publish],
  'serve-promotions': [...endJobs, ...copy, ...remove, ...consume('<PromotionsRequestsQueue>')],
  'create-job': [
    ...uploads('BatchGetItem', 'GetItem', 'PutItem'),
    ...jobs('GetItem', 'PutItem'),
    ...answerOnce,
    ...publish,
  ],
  'list-jobs': [...jobs('BatchGetItem'), ...query('JobsTable', 'by-owner')],
  'get-job': jobs('GetItem'),
  'finish-job': endJobs,
  'store-text': [
    ...uploads('GetItem', 'PutItem'),
    ...reserve,
    ...answerOnce,
    ...on(temporary, 's3:PutObject'),
    ...inspect,
  ],
  'sign-parts': [...findUpload, ...on(temporary, 's3:PutObject')],
  'list-parts': [...findUpload, ...inspect, ...on(temporary, 's3:ListMultipartUploadParts')],
  'complete-upload': [
    ...findUpload,
    ...uploads('PutItem'),
    ...inspect,
    ...assemble,
    ...askForCheck,
  ],
  'check-upload': [
    ...uploads('GetItem', 'PutItem'),
    ...inspect,
    ...assemble,
    ...on(temporary, 's3:DeleteObjectVersion'),
    ...askForCheck,
    ...consume('<UploadArrivalsQueue>'),
  ],
  'delete-upload': erase,
  'clean-up': [...erase, ...query('UploadsTable', 'by-expiry')],
  'sweep-uploads': [
    ...erase,
    ...query('UploadsTable', 'by-expiry', 'by-status'),
    ...on('<SweeperDeadLettersQueue>', 'sqs:SendMessage'),
  ],
  'count-uploads': [
    ...on('<Data.StatsTable>', 'dynamodb:BatchGetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'),
    ...reserve,
    ...on(
      stream,
      'dynamodb:DescribeStream',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
    ),
    ...on('<UploadCounterDeadLettersQueue>', 'sqs:SendMessage'),
  ],
  'get-stats': on('<Data.StatsTable>', 'dynamodb:Query'),
  'get-upload': findUpload,
  'create-order': [
    ...uploads('BatchGetItem', 'GetItem', 'PutItem'),
    ...on('<Data.OrdersTable>', 'dynamodb:PutItem'),
    ...answerOnce,
  ],
  'get-order': findOrder,
  'download-upload': [...findUpload, ...serve],
  'download-order-file': [...findOrder, ...uploads('GetItem'), ...serve],
  'create-link': [...findOrder, ...links('PutItem'), ...answerOnce],
  'retarget-link': [...findOrder, ...links('GetItem', 'PutItem')],
  'revoke-link': [...findOrder, ...links('GetItem', 'PutItem')],
  'follow-link': [
    ...links('GetItem', 'UpdateItem'),
    ...findOrder,
    ...uploads('BatchGetItem'),
    ...serve,
  ],
  'link-qr': links('GetItem'),
  'list-orders': [
    ...on('<Data.OrdersTable>', 'dynamodb:BatchGetItem'),
    ...on('<Data.OrdersTable>/index/attention', 'dynamodb:Query'),
    ...on('<Data.OrdersTable>/index/by-owner', 'dynamodb:Query'),
  ],
  'order-timeline': findOrder,
  'retry-order': [...record, ...uploads('BatchGetItem'), ...start],
  'compensate-order': [
    ...record,
    ...uploads('BatchGetItem'),
    ...remove,
    ...start,
    ...on(executions, 'states:DescribeExecution'),
    ...alert,
  ],
  batches: [
    ...batches('BatchGetItem', 'GetItem', 'PutItem', 'Query'),
    ...on('<Data.BatchesTable>/index/by-creation', 'dynamodb:Query'),
    ...answerOnce,
    ...on('<BulkMigrationMachine>', 'states:StartExecution'),
    ...on(
      'arn:aws:states:eu-central-1:111111111111:execution:<BulkMigrationMachine.Name>:*',
      'states:DescribeExecution',
    ),
  ],
  'begin-bulk': batches('BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem'),
  'finish-bulk': [
    ...batches('BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem'),
    ...on('<Data.Uploads>/bulk-results/*', 's3:GetObject'),
  ],
  'copy-objects': [
    ...batches('BatchGetItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'),
    ...uploads('GetItem', 'PutItem'),
    ...on(permanent, 's3:GetObject', 's3:GetObjectVersion', 's3:PutObject'),
    ...on('<Data.Files>', 's3:ListBucket', 's3:ListBucketVersions'),
  ],
  'work-bulk': [
    ...batches('BatchGetItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'),
    ...uploads('DeleteItem', 'GetItem'),
    ...remove,
  ],
  'receive-payment': [
    ...record,
    ...uploads('BatchGetItem'),
    ...start,
    ...alert,
    ...consume('<PaymentIntakePaymentsQueue>'),
  ],
  'claim-order': record,
  'copy-files': [...record, ...uploads('BatchGetItem'), ...copy],
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
    ...query('JobsTable', 'attention'),
    ...query('SessionsTable', 'claimed'),
    ...sessions('GetItem'),
    ...moveBelongings,
    ...endJobs,
    ...start,
    ...on(executions, 'states:DescribeExecution'),
    ...alert,
    ...remove,
    ...on('<Data.Uploads>', 's3:ListBucket'),
    ...on('<ReconcilerDeadLettersQueue>', 'sqs:SendMessage'),
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
        .flatMap((resource) =>
          [Action]
            .flat()
            .map((action) => `${Effect === 'Allow' ? '' : Effect}${action} ${flatten(resource)}`),
        ),
    );

/** What is said twice is allowed once. */
const distinct = (statements: readonly string[]): string[] => [...new Set(statements)].sort();

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
