import type { CalledRight } from './called-rights.ts';
import { youngCalls } from './young-calls.ts';

/** Calls that no emulator test causes, with the functions that make them and the reason. */
type Unseen = { why: string; by: readonly string[]; calls: readonly CalledRight[] };

const files = 's3:GetObject <Data.Files>/*';
const temporary = 's3:GetObject <Data.Uploads>/temp/*';
const legacyVersions = 's3:GetObjectVersion keepsake-local-legacy/*';
const abortCopy = 's3:AbortMultipartUpload <Data.Files>/*';
const abortUpload = 's3:AbortMultipartUpload <Data.Uploads>/temp/*';
const jobCreated =
  'events:PutEvents <Bus> events:source=keepsake.jobs events:detail-type=JobCreated';
const promotionRequested =
  'events:PutEvents <Bus> events:source=keepsake.uploads events:detail-type=UploadPromotionRequested';

const unseenCalls: readonly Unseen[] = [
  {
    why: 'an object that is recorded without a version: test/adapters/storage/s3-facts.test.ts',
    by: ['copy-files', 'verify-files', 'serve-promotions', 'permalinks'],
    calls: [temporary],
  },
  {
    why: 'a copy that is recorded without a version: test/adapters/storage/s3-objects.test.ts',
    by: [
      'verify-files',
      'remove-copies',
      'delivery',
      'permalinks',
      'operators',
      'upkeep',
      'copy-objects',
    ],
    calls: [files],
  },
  {
    why: 'a link to a file that is temporary: test/lambdas/delivery/follow-link-route.test.ts',
    by: ['permalinks'],
    calls: ['s3:GetObjectVersion <Data.Uploads>/temp/*'],
  },
  {
    why: 'a copy in parts that is given up: test/adapters/storage/s3-multipart-copy.test.ts',
    by: [
      'copy-files',
      'remove-copies',
      'work-bulk',
      'erase',
      'finish-jobs',
      'operators',
      'serve-promotions',
      'upkeep',
      'make-variants',
    ],
    calls: [abortCopy],
  },
  {
    why: 'a copy in parts that is resumed: test/adapters/storage/s3-multipart-copy.test.ts',
    by: ['copy-files', 'serve-promotions'],
    calls: [
      's3:ListMultipartUploadParts <Data.Files>/*',
      's3:ListBucketMultipartUploads <Data.Files>',
    ],
  },
  {
    why: 'an upload in parts that is given up: test/adapters/uploads/s3-multipart-uploads.test.ts',
    by: ['check-upload', 'presign', 'uploads'],
    calls: [abortUpload],
  },
  {
    why: 'parts that the worker puts together: test/core/uploads',
    by: ['check-upload'],
    calls: ['s3:PutObject <Data.Uploads>/temp/*'],
  },
  {
    why: 'a worker that sends parts: test/core/uploads',
    by: ['presign'],
    calls: ['dynamodb:BatchGetItem <Data.JobsTable>'],
  },
  {
    why: 'lists by partner, category and older path: test/contracts/uploads',
    by: ['uploads'],
    calls: ['by-category', 'by-legacy-path', 'by-partner'].map(
      (index) => `dynamodb:Query <Data.UploadsTable>/index/${index}`,
    ),
  },
  {
    why: 'a session with jobs that is claimed: test/core/claims',
    by: ['claims'],
    calls: ['BatchGetItem', 'GetItem', 'PutItem'].map(
      (verb) => `dynamodb:${verb} <Data.JobsTable>`,
    ),
  },
  {
    why: 'events of jobs that were not sent when they were due: test/core/jobs',
    by: ['finish-jobs', 'serve-promotions', 'upkeep', 'make-variants'],
    calls: [jobCreated],
  },
  {
    why: 'a stage that keeps every upload: test/core/uploads',
    by: ['count-uploads'],
    calls: [promotionRequested],
  },
  {
    why: 'a list of uploads whose files go: test/core/retention',
    by: ['erase', 'serve-promotions'],
    calls: ['dynamodb:BatchGetItem <Data.UploadsTable>'],
  },
  {
    why: 'an order whose execution still runs, or whose copies stay: test/core/orders',
    by: ['operators'],
    calls: [
      'states:DescribeExecution execution:<OrderMigrationMachine.Name>:*',
      'sns:Publish <AlertsTopic>',
    ],
  },
  {
    why: 'a batch that is begun again: test/contracts/bulk',
    by: ['batches'],
    calls: [
      'dynamodb:PutItem <Data.QuotasTable> dynamodb:LeadingKeys=idempotency#*',
      'states:DescribeExecution execution:<BulkMigrationMachine.Name>:*',
    ],
  },
  {
    why: 'legacy objects that a batch names by version, or had moved before: test/core/bulk',
    by: ['copy-objects', 'work-bulk'],
    calls: [legacyVersions],
  },
  {
    why: 'objects that an earlier run of the batch moved: test/core/bulk',
    by: ['copy-objects'],
    calls: ['dynamodb:Query <Data.BatchesTable>', 'dynamodb:GetItem <Data.UploadsTable>'],
  },
  {
    why: 'webhooks, which no local stage receives: test/contracts/payments',
    by: ['receive-webhook'],
    calls: [
      'dynamodb:GetItem <Data.QuotasTable> dynamodb:LeadingKeys=webhook#*',
      'dynamodb:PutItem <Data.QuotasTable> dynamodb:LeadingKeys=webhook#*',
      ...['PaymentSucceeded', 'PaymentRefundChanged', 'PaymentDisputed'].map(
        (type) =>
          `events:PutEvents <Bus> events:source=keepsake.payments events:detail-type=${type}`,
      ),
    ],
  },
  {
    why: 'a file whose registration a rollback changes: test/core/bulk/rollback',
    by: ['work-bulk'],
    calls: ['dynamodb:UpdateItem <Data.UploadsTable>'],
  },
];

/** Every call without a record, by function: none may be on record. */
export const everyUnseenCall: readonly (readonly [string, CalledRight])[] = [
  ...unseenCalls.flatMap(({ by, calls }) =>
    by.flatMap((name) => calls.map((call) => [name, call] as const)),
  ),
  ...Object.entries(youngCalls).flatMap(([name, calls]) =>
    calls.map((call) => [name, call] as const),
  ),
];

/** Calls of a function that are not on record. */
export const unseenCallsOf = (name: string): CalledRight[] =>
  everyUnseenCall.filter(([by]) => by === name).map(([, call]) => call);
