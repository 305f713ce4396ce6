import { testKeys } from '../test-keys.ts';

/** The rights of the roles, each as `action resource`. Rights of several roles are named once. */

export const temporary = '<Data.Uploads>/temp/*';
export const permanent = '<Data.Files>/*';

export const on = (resource: string, ...actions: string[]) =>
  actions.map((action) => `${action} ${resource}`);
export const uploads = (...verbs: string[]) =>
  on('<Data.UploadsTable>', ...verbs.map((verb) => `dynamodb:${verb}`));
export const sessions = (...verbs: string[]) =>
  on('<Data.SessionsTable>', ...verbs.map((verb) => `dynamodb:${verb}`));
export const links = (...verbs: string[]) =>
  on('<Data.LinksTable>', ...verbs.map((verb) => `dynamodb:${verb}`));
export const jobs = (...verbs: string[]) =>
  on('<Data.JobsTable>', ...verbs.map((verb) => `dynamodb:${verb}`));
export const query = (table: string, ...indexes: string[]) =>
  indexes.flatMap((index) => on(`<Data.${table}>/index/${index}`, 'dynamodb:Query'));
export const findUpload = [...uploads('GetItem'), ...jobs('BatchGetItem')];
export const batches = (...verbs: string[]) =>
  on('<Data.BatchesTable>', ...verbs.map((verb) => `dynamodb:${verb}`));
export const findOrder = on('<Data.OrdersTable>', 'dynamodb:Query');
export const record = on('<Data.OrdersTable>', 'dynamodb:PutItem', 'dynamodb:Query');
export const read = (resource: string) => on(resource, 's3:GetObject', 's3:GetObjectVersion');
export const noticeAbsence = (bucket: string) =>
  on(bucket, 's3:ListBucket', 's3:ListBucketVersions');
export const readBoth = [
  ...read(temporary),
  ...read(permanent),
  ...noticeAbsence('<Data.Uploads>'),
  ...noticeAbsence('<Data.Files>'),
];
export const inspect = [...read(temporary), ...noticeAbsence('<Data.Uploads>')];
export const assemble = on(
  temporary,
  's3:AbortMultipartUpload',
  's3:ListMultipartUploadParts',
  's3:PutObject',
);
export const askForCheck = on('<UploadArrivalsQueue>', 'sqs:SendMessage');
const [newestKey] = testKeys();
const secret = `arn:aws:secretsmanager:eu-central-1:111111111111:secret:keepsake/dev/delivery-key/${newestKey?.fingerprint}-??????`;
export const serve = [...readBoth, ...on(secret, 'secretsmanager:GetSecretValue')];
export const start = on('<OrderMigrationMachine>', 'states:StartExecution');
export const alert = on('<AlertsTopic>', 'sns:Publish');
export const publish = on('<Bus>', 'events:PutEvents');
export const consume = (queue: string) =>
  on(queue, 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage');
export const remove = [
  ...read(permanent),
  ...on(permanent, 's3:AbortMultipartUpload', 's3:DeleteObjectVersion'),
  ...on('<Data.Files>', 's3:ListBucket', 's3:ListBucketMultipartUploads', 's3:ListBucketVersions'),
];
export const stream = '<Data.UploadsTable.StreamArn>';
export const reserve = on('<Data.QuotasTable>', 'dynamodb:UpdateItem');
/** To put an operator's act on record. */
export const recordAct = on('<Data.AuditTable>', 'dynamodb:PutItem', 'dynamodb:UpdateItem');
export const answerOnce = on('<Data.QuotasTable>', 'dynamodb:PutItem');
export const executions =
  'arn:aws:states:eu-central-1:111111111111:execution:<OrderMigrationMachine.Name>:*';
export const bulkExecutions =
  'arn:aws:states:eu-central-1:111111111111:execution:<BulkMigrationMachine.Name>';

export const copy = [
  ...readBoth,
  ...on(permanent, 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts', 's3:PutObject'),
  ...on('<Data.Files>', 's3:ListBucketMultipartUploads'),
];
/** Rights to remove an upload's bytes, without the right to read them. */
export const erase = [
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
/** Rights to erase everything that an owner has. */
export const eraseOwners = [
  ...erase,
  ...on('<Data.OrdersTable>', 'dynamodb:PutItem'),
  ...jobs('DeleteItem', 'GetItem', 'PutItem'),
  ...links('DeleteItem'),
  ...on('<Data.DeliveriesTable>', 'dynamodb:DeleteItem'),
  ...query('DeliveriesTable', 'by-subject'),
  ...on('<Data.ErasuresTable>', 'dynamodb:BatchGetItem'),
  ...query('ErasuresTable', 'by-time'),
  ...sessions('GetItem', 'DeleteItem'),
  ...query('SessionsTable', 'by-claimer'),
  ...['UploadsTable', 'OrdersTable', 'JobsTable', 'LinksTable'].flatMap((table) =>
    query(table, 'by-owner'),
  ),
];
export const endJobs = [...erase, ...jobs('GetItem', 'PutItem'), ...publish];
export const moveBelongings = [
  ...uploads('BatchGetItem', 'GetItem', 'PutItem'),
  ...record,
  ...jobs('BatchGetItem', 'GetItem', 'PutItem'),
  ...['UploadsTable', 'OrdersTable', 'JobsTable'].flatMap((table) => query(table, 'by-owner')),
];
