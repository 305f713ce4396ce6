import type { CalledRight } from './called-rights.ts';

/** Rights on tables, each as `Verb Table` or `Query Table/index/name`. */
const onTables = (...rights: string[]): CalledRight[] =>
  rights.map((right) => {
    const [verb, path = ''] = right.split(' ');
    const [table = '', ...index] = path.split('/');
    return `dynamodb:${verb} ${[`<Data.${table}Table>`, ...index].join('/')}`;
  });

const audited = onTables('PutItem Audit', 'UpdateItem Audit');

/**
 * Rights of functions that are younger than the record, by function. A right goes from here once it
 * is on record: a test holds that.
 */
export const youngCalls: Readonly<Record<string, readonly CalledRight[]>> = {
  delivery: [...onTables('BatchGetItem Links', 'Query Links/index/by-order'), ...audited],
  'finish-jobs': audited,
  erase: audited,
  operators: audited,
  batches: audited,
  'receive-payment': [
    'events:PutEvents <Bus> events:source=keepsake.orders events:detail-type=OrderPaymentHeld',
  ],
  orders: onTables('Query Orders/index/held-payments'),
  'operators-read': onTables(
    'Query Links/index/by-owner',
    'Query Orders/index/attention',
    'Query Orders/index/by-owner',
    'Query Orders/index/held-payments',
    'Query Uploads/index/by-legacy-path',
    'Query Uploads/index/by-owner',
    'BatchGetItem Orders',
    'GetItem Orders',
    'Query Orders',
    'BatchGetItem Uploads',
    'GetItem Uploads',
    'BatchGetItem Batches',
    'BatchGetItem Links',
    'GetItem Jobs',
    'GetItem Links',
    'BatchGetItem Audit',
    'Query Audit/index/by-actor',
    'Query Audit/index/by-subject',
    'Query Audit/index/by-time',
  ),
  'send-webhooks': [
    'dynamodb:PutItem <Data.QuotasTable> dynamodb:LeadingKeys=delivery#*',
    'sqs:ChangeMessageVisibility <WebhooksQueue>',
  ],
  'receive-refund': [
    ...onTables('GetItem Orders', 'PutItem Orders', 'Query Orders'),
    'sns:Publish <AlertsTopic>',
  ],
};
