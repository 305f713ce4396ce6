import { answerOnce, batches, on, permanent, remove, uploads } from './statements.ts';

/** What each function of bulk migrations may do. */
export const bulkRoles: Record<string, string[]> = {
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
    ...uploads('DeleteItem', 'GetItem', 'UpdateItem'),
    ...remove,
  ],
};
