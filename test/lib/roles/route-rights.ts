import {
  alert,
  answerOnce,
  askForCheck,
  assemble,
  batches,
  endJobs,
  erase,
  eraseOwners,
  executions,
  findOrder,
  findUpload,
  inspect,
  jobs,
  links,
  moveBelongings,
  on,
  publish,
  query,
  record,
  remove,
  reserve,
  serve,
  sessions,
  start,
  temporary,
  uploads,
} from './rights.ts';

/** A queue of the Service stack, as Operators names it. */
const queueNamed = (queue: string): string =>
  `arn:aws:sqs:eu-central-1:111111111111:<${queue}.QueueName>`;

/** What parks messages of a queue. */
const parkers = [
  'ExecutionWatchEnded',
  'PaymentIntakePayments',
  'PromotionsRequests',
  'RefundIntakeRefunds',
  'UploadArrivals',
];

/** Queues with dead letters: of those queues, and of functions that a schedule or stream runs. */
const parked = [...parkers, 'Sweeper', 'UploadCounter', 'Reconciler'].map((parker) =>
  queueNamed(`${parker}DeadLettersQueue`),
);

/**
 * Rights of each route. `linkQr` is both pictures, `batches` every batch route, `track` every path
 * of older players; other older paths have the rights of the new ones.
 */
export const routeRights = {
  createSession: sessions('PutItem'),
  claimSession: [...sessions('GetItem', 'PutItem', 'UpdateItem'), ...moveBelongings],
  createUpload: [
    ...uploads('GetItem', 'PutItem'),
    ...jobs('GetItem'),
    ...reserve,
    ...answerOnce,
    ...on(temporary, 's3:AbortMultipartUpload', 's3:PutObject'),
  ],
  listUploads: [
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
  handOverUploads: [...uploads('GetItem', 'PutItem'), ...jobs('BatchGetItem')],
  promoteUpload: [...uploads('GetItem'), ...publish],
  createJob: [
    ...uploads('BatchGetItem', 'GetItem', 'PutItem'),
    ...jobs('GetItem', 'PutItem'),
    ...answerOnce,
    ...publish,
  ],
  listJobs: [...jobs('BatchGetItem'), ...query('JobsTable', 'by-owner', 'by-status')],
  getJob: jobs('GetItem'),
  finishJob: endJobs,
  storeText: [
    ...uploads('GetItem', 'PutItem'),
    ...reserve,
    ...answerOnce,
    ...on(temporary, 's3:PutObject'),
    ...inspect,
  ],
  signParts: [...findUpload, ...on(temporary, 's3:PutObject')],
  listParts: [...findUpload, ...inspect, ...on(temporary, 's3:ListMultipartUploadParts')],
  completeUpload: [...findUpload, ...uploads('PutItem'), ...inspect, ...assemble, ...askForCheck],
  deleteUpload: erase,
  eraseOwner: eraseOwners,
  listHolds: [...uploads('BatchGetItem'), ...query('UploadsTable', 'by-expiry')],
  listSessions: [...sessions('GetItem'), ...query('SessionsTable', 'by-claimer')],
  ownerErasure: on('<Data.ErasuresTable>', 'dynamodb:GetItem'),
  cleanUp: [...erase, ...query('UploadsTable', 'by-expiry')],
  getStats: on('<Data.StatsTable>', 'dynamodb:Query'),
  getUpload: findUpload,
  createOrder: [
    ...uploads('BatchGetItem', 'GetItem', 'PutItem'),
    ...on('<Data.OrdersTable>', 'dynamodb:PutItem'),
    ...answerOnce,
  ],
  getOrder: findOrder,
  downloadUpload: [...findUpload, ...serve],
  downloadLegacyFile: [
    ...findUpload,
    ...uploads('BatchGetItem'),
    ...query('UploadsTable', 'by-legacy-path'),
    ...serve,
  ],
  track: [...findOrder, ...findUpload, ...serve],
  downloadOrderFile: [...findOrder, ...uploads('GetItem'), ...serve],
  createLink: [
    ...findOrder,
    ...links('BatchGetItem', 'PutItem'),
    ...query('LinksTable', 'by-order'),
    ...answerOnce,
  ],
  listLinks: [...links('BatchGetItem'), ...query('LinksTable', 'by-owner')],
  listErasures: [
    ...on('<Data.ErasuresTable>', 'dynamodb:BatchGetItem'),
    ...query('ErasuresTable', 'by-time'),
  ],
  listAudit: [
    ...on('<Data.AuditTable>', 'dynamodb:BatchGetItem'),
    ...query('AuditTable', 'by-actor', 'by-subject', 'by-time'),
  ],
  webhookDeliveries: [
    ...on('<Data.DeliveriesTable>', 'dynamodb:GetItem', 'dynamodb:BatchGetItem'),
    ...query('DeliveriesTable', 'by-endpoint', 'by-subject'),
  ],
  sendWebhookAgain: [...on('<Data.DeliveriesTable>', 'dynamodb:GetItem'), ...publish],
  listDeadLetters: parked.flatMap((queue) => on(queue, 'sqs:GetQueueAttributes')),
  readDeadLetters: [
    ...parked.flatMap((queue) =>
      on(
        queue,
        'sqs:ChangeMessageVisibility',
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:ReceiveMessage',
        'sqs:StartMessageMoveTask',
      ),
    ),
    ...parkers.flatMap((parker) => on(queueNamed(`${parker}Queue`), 'sqs:SendMessage')),
  ],
  // CloudWatch names no resource for metrics, and none but all for a list by prefix.
  readMetrics: on('*', 'cloudwatch:GetMetricData'),
  listAlarms: on(
    'arn:aws:cloudwatch:eu-central-1:111111111111:alarm:*',
    'cloudwatch:DescribeAlarms',
  ),
  ownerQuota: on('<Data.QuotasTable>', 'dynamodb:GetItem'),
  batchFailures: batches('BatchGetItem', 'Query'),
  search: [
    ...on('<Data.OrdersTable>', 'dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'),
    ...query('OrdersTable', 'by-owner'),
    ...uploads('BatchGetItem', 'GetItem'),
    ...query('UploadsTable', 'by-owner', 'by-legacy-path'),
    ...batches('BatchGetItem'),
    ...jobs('GetItem'),
    ...links('GetItem'),
  ],
  retargetLink: [...findOrder, ...links('GetItem', 'PutItem')],
  revokeLink: [...findOrder, ...links('GetItem', 'PutItem')],
  followLink: [
    ...links('GetItem', 'UpdateItem'),
    ...findOrder,
    ...uploads('BatchGetItem'),
    ...serve,
  ],
  linkQr: links('GetItem'),
  listOrders: [
    ...on('<Data.OrdersTable>', 'dynamodb:BatchGetItem'),
    ...query('OrdersTable', 'attention', 'by-owner', 'held-payments'),
  ],
  orderTimeline: [...findOrder, ...uploads('BatchGetItem')],
  retryOrder: [...record, ...uploads('BatchGetItem'), ...start],
  compensateOrder: [
    ...record,
    ...uploads('BatchGetItem'),
    ...remove,
    ...start,
    ...on(executions, 'states:DescribeExecution'),
    ...alert,
  ],
  reconcileOrders: [
    ...on('<Data.OrdersTable>', 'dynamodb:BatchGetItem'),
    ...query('OrdersTable', 'attention'),
    ...publish,
  ],
  lookForOrphans: [
    ...findOrder,
    ...uploads('BatchGetItem', 'Scan'),
    ...batches('BatchGetItem'),
    ...remove,
  ],
  batches: [
    ...batches('BatchGetItem', 'PutItem', 'Query'),
    ...on('<Data.BatchesTable>/index/by-creation', 'dynamodb:Query'),
    ...answerOnce,
    ...uploads('BatchGetItem'),
    ...on('<BulkMigrationMachine>', 'states:StartExecution'),
    ...on(
      'arn:aws:states:eu-central-1:111111111111:execution:<BulkMigrationMachine.Name>:*',
      'states:DescribeExecution',
    ),
  ],
};
