import {
  consume,
  copy,
  endJobs,
  erase,
  on,
  publish,
  query,
  remove,
  reserve,
  stream,
  uploads,
} from './statements.ts';

/** What each function of promotions and retention may do. */
export const retentionRoles: Record<string, string[]> = {
  'promote-upload': [...uploads('GetItem'), ...publish],
  'serve-promotions': [...endJobs, ...copy, ...remove, ...consume('<PromotionsRequestsQueue>')],
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
    ...publish,
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
};
