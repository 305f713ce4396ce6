import type { CalledRight } from './called-rights.ts';

/** Rights on tables, each as `Verb Table` or `Query Table/index/name`. */
const onTables = (...rights: string[]): CalledRight[] =>
  rights.map((right) => {
    const [verb, path = ''] = right.split(' ');
    const [table = '', ...index] = path.split('/');
    return `dynamodb:${verb} ${[`<Data.${table}Table>`, ...index].join('/')}`;
  });

/** An act of an operator goes on record. */
const recordAct = onTables('PutItem Audit', 'UpdateItem Audit');

/**
 * Rights of functions that are younger than the record, by function. A right goes from here once it
 * is on record: a test holds that.
 */
export const youngCalls: Readonly<Record<string, readonly CalledRight[]>> = {
  erase: recordAct,
  'finish-jobs': recordAct,
  jobs: onTables('Query Jobs/index/by-status'),
  'operators-read': onTables('GetItem Jobs', 'Query Audit/index/by-actor'),
  orders: onTables('Query Orders/index/held-payments'),
  'receive-refund': [
    ...onTables('GetItem Orders', 'PutItem Orders', 'Query Orders'),
    'sns:Publish <AlertsTopic>',
  ],
};
