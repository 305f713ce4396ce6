import type { CalledRight } from './called-rights.ts';

/** Rights on tables, each as `Verb Table` or `Query Table/index/name`. */
const onTables = (...rights: string[]): CalledRight[] =>
  rights.map((right) => {
    const [verb, path = ''] = right.split(' ');
    const [table = '', ...index] = path.split('/');
    return `dynamodb:${verb} ${[`<Data.${table}Table>`, ...index].join('/')}`;
  });

/** An act of an operator is recorded. */
const recordAct = onTables('PutItem Audit', 'UpdateItem Audit');

/** Queues with dead letters, and functions whose failed runs are parked. */
const origins = [
  'ExecutionWatchEnded',
  'PaymentIntakePayments',
  'PromotionsRequests',
  'RefundIntakeRefunds',
];
const parkers = [...origins, 'UploadArrivals', 'Reconciler', 'Sweeper', 'UploadCounter'];
const verbs = ['ChangeMessageVisibility', 'DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'];

/** What is done with dead letters. */
const unparking: CalledRight[] = [
  ...parkers.flatMap((parker) =>
    [...verbs, 'StartMessageMoveTask'].map(
      (verb): CalledRight => `sqs:${verb} <${parker}DeadLettersQueue>`,
    ),
  ),
  ...[...origins, 'UploadArrivals'].map(
    (origin): CalledRight => `sqs:SendMessage <${origin}Queue>`,
  ),
];

/** Erasing an owner's jobs, links, and the deliveries about all of them. */
const eraseRecords = onTables(
  ...['DeleteItem Jobs', 'DeleteItem Links'],
  ...['Query Erasures/index/by-time', 'BatchGetItem Erasures'],
  ...['Query Deliveries/index/by-subject', 'DeleteItem Deliveries'],
  ...['Query Sessions/index/by-claimer', 'DeleteItem Sessions'],
);

/**
 * Rights of functions that are younger than the record, by function. A right goes from here once it
 * is on record: a test holds that.
 */
export const youngCalls: Readonly<Record<string, readonly CalledRight[]>> = {
  batches: onTables('BatchGetItem Uploads'),
  'check-integrity': [
    ...onTables('Query Uploads/index/by-status', 'BatchGetItem Uploads', 'Query Orders'),
    ...onTables('BatchGetItem Batches'),
    'dynamodb:Query <Data.StatsTable> dynamodb:LeadingKeys=integrity',
    'dynamodb:PutItem <Data.StatsTable> dynamodb:LeadingKeys=integrity',
    's3:GetObject <Data.Files>/*',
    's3:GetObjectVersion <Data.Files>/*',
    's3:ListBucket <Data.Files>',
    's3:ListBucketVersions <Data.Files>',
  ],
  'dead-letters': [...unparking, ...recordAct],
  erase: recordAct,
  'finish-jobs': recordAct,
  jobs: onTables('Query Jobs/index/by-status'),
  operators: [
    ...eraseRecords,
    ...onTables('GetItem Jobs', 'PutItem Jobs', 'GetItem Sessions'),
    ...onTables('BatchGetItem Orders', 'BatchGetItem Batches', 'GetItem Deliveries'),
    'events:PutEvents <Bus> events:source=keepsake.webhooks events:detail-type=WebhookDeliveryRequested',
    ...['Completed', 'Failed', 'RetryRequested'].map(
      (end): CalledRight =>
        `events:PutEvents <Bus> events:source=keepsake.orders events:detail-type=OrderMigration${end}`,
    ),
  ],
  'operators-read': [
    ...onTables('GetItem Jobs', 'Query Audit/index/by-actor', 'Query Uploads/index/by-expiry'),
    ...onTables('GetItem Deliveries', 'BatchGetItem Deliveries'),
    ...onTables('Query Sessions/index/by-claimer', 'GetItem Sessions'),
    ...onTables('Query Deliveries/index/by-endpoint', 'Query Deliveries/index/by-subject'),
    ...parkers.map((parker): CalledRight => `sqs:GetQueueAttributes <${parker}DeadLettersQueue>`),
  ],
  // Its queue and bus are of other stacks: test/lib/variants and test/core/variants.
  'make-variants': [
    ...onTables('GetItem Uploads', 'BatchGetItem Uploads', 'PutItem Uploads'),
    ...['GetObject', 'GetObjectVersion'].flatMap((verb): CalledRight[] => [
      `s3:${verb} <Data.Uploads>/temp/*`,
      `s3:${verb} <Data.Files>/*`,
    ]),
    ...['ListBucket', 'ListBucketVersions'].flatMap((verb): CalledRight[] => [
      `s3:${verb} <Data.Uploads>`,
      `s3:${verb} <Data.Files>`,
    ]),
    's3:PutObject <Data.Uploads>/temp/*',
  ],
  orders: [...onTables('Query Orders/index/held-payments'), ...recordAct],
  'send-webhooks': [
    ...onTables('PutItem Deliveries'),
    'sqs:ChangeMessageVisibility <WebhooksQueue>',
  ],
  upkeep: [...eraseRecords, ...onTables('Query Links/index/by-owner', 'GetItem Erasures')],
  'receive-verdict': [
    ...onTables('GetItem Uploads', 'PutItem Uploads'),
    's3:DeleteObject <Data.Files>/*',
    's3:ListBucketVersions <Data.Files>',
    'sns:Publish <AlertsTopic>',
  ],
  'receive-refund': [
    ...onTables('GetItem Orders', 'PutItem Orders', 'Query Orders'),
    'sns:Publish <AlertsTopic>',
  ],
};
