import {
  type EnvName,
  idempotencyPrefix,
  integrityScope,
  webhookPrefix,
} from '../../core/contract.ts';
import {
  attentionIndex,
  auditIndexes,
  batchesIndex,
  claimedIndex,
  claimerIndex,
  deliveryIndexes,
  erasuresIndex,
  heldPaymentsIndex,
  jobOwnerIndex,
  jobStatusIndex,
  linkMakerIndex,
  orderLinksIndex,
  orderOwnerIndex,
  uploadIndexes,
} from '../../core/table-indexes.ts';
import { allow, type Grant } from './grants.ts';
import type { StageData } from './stage-data.ts';

type Table = { tableName: string; tableArn: string };

/** Grants on the tables, by the functions' few patterns of access. */
export const tableGrants = ({
  uploads,
  orders,
  sessions,
  stats,
  quotas,
  erasures,
  jobs,
  links,
  batches,
  audit,
  deliveries,
}: StageData) => {
  const statement = (resource: string, verbs: string[]) =>
    allow(
      verbs.map((verb) => `dynamodb:${verb}`),
      resource,
    );
  const on = (name: EnvName, { tableName, tableArn }: Table, path: string, ...verbs: string[]) => ({
    env: { [name]: tableName },
    allow: [statement(`${tableArn}${path}`, verbs)],
  });
  /** On items whose hash key is like the pattern; all others in the table are out of reach. */
  const onKeys = (name: EnvName, table: Table, pattern: string, ...verbs: string[]): Grant => {
    const conditions = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [pattern] } };
    return {
      env: { [name]: table.tableName },
      allow: [{ ...statement(table.tableArn, verbs), conditions }],
    };
  };
  const query = (name: EnvName, table: Table, index: { name: string }): Grant =>
    on(name, table, `/index/${index.name}`, 'Query');
  return {
    uploads: (...verbs: string[]) => on('UPLOADS_TABLE', uploads, '', ...verbs),
    orders: (...verbs: string[]) => on('ORDERS_TABLE', orders, '', ...verbs),
    attention: query('ORDERS_TABLE', orders, attentionIndex),
    heldPayments: query('ORDERS_TABLE', orders, heldPaymentsIndex),
    sessions: (...verbs: string[]) => on('SESSIONS_TABLE', sessions, '', ...verbs),
    links: (...verbs: string[]) => on('LINKS_TABLE', links, '', ...verbs),
    batches: (...verbs: string[]) => on('BATCHES_TABLE', batches, '', ...verbs),
    batchesByCreation: query('BATCHES_TABLE', batches, batchesIndex),
    linksOfMakers: query('LINKS_TABLE', links, linkMakerIndex),
    linksOfOrders: query('LINKS_TABLE', links, orderLinksIndex),
    expiringUploads: query('UPLOADS_TABLE', uploads, uploadIndexes.expiry),
    uploadsByStatus: query('UPLOADS_TABLE', uploads, uploadIndexes.status),
    uploadsOfOwners: query('UPLOADS_TABLE', uploads, uploadIndexes.owner),
    uploadsByLegacyPath: query('UPLOADS_TABLE', uploads, uploadIndexes.legacyPath),
    uploadLists: Object.values(uploadIndexes).map((index) =>
      query('UPLOADS_TABLE', uploads, index),
    ),
    ordersOfOwners: query('ORDERS_TABLE', orders, orderOwnerIndex),
    jobsOfOwners: query('JOBS_TABLE', jobs, jobOwnerIndex),
    jobsByStatus: query('JOBS_TABLE', jobs, jobStatusIndex),
    jobAttention: query('JOBS_TABLE', jobs, attentionIndex),
    claimedSessions: query('SESSIONS_TABLE', sessions, claimedIndex),
    sessionsOfClaimers: query('SESSIONS_TABLE', sessions, claimerIndex),
    jobs: (...verbs: string[]) => on('JOBS_TABLE', jobs, '', ...verbs),
    stats: (...verbs: string[]) => on('STATS_TABLE', stats, '', ...verbs),
    quotas: on('QUOTAS_TABLE', quotas, '', 'UpdateItem'),
    quotaCounters: on('QUOTAS_TABLE', quotas, '', 'GetItem'),
    answerOnce: onKeys('QUOTAS_TABLE', quotas, `${idempotencyPrefix}*`, 'PutItem'),
    toldNews: onKeys('QUOTAS_TABLE', quotas, `${webhookPrefix}*`, 'GetItem', 'PutItem'),
    integrityRuns: onKeys('STATS_TABLE', stats, integrityScope, 'PutItem', 'Query'),
    deliveries: (...verbs: string[]) => on('DELIVERIES_TABLE', deliveries, '', ...verbs),
    deliveriesOfRecords: query('DELIVERIES_TABLE', deliveries, deliveryIndexes.subject),
    deliveryLists: Object.values(deliveryIndexes).map((index) =>
      query('DELIVERIES_TABLE', deliveries, index),
    ),
    auditLists: [
      on('AUDIT_TABLE', audit, '', 'BatchGetItem'),
      ...Object.values(auditIndexes).map((index) => query('AUDIT_TABLE', audit, index)),
    ],
    audit: (...verbs: string[]) => on('AUDIT_TABLE', audit, '', ...verbs),
    erasureList: [
      on('ERASURES_TABLE', erasures, '', 'BatchGetItem'),
      query('ERASURES_TABLE', erasures, erasuresIndex),
    ],
    openErasures: query('ERASURES_TABLE', erasures, erasuresIndex),
    erasures: (...verbs: string[]) => on('ERASURES_TABLE', erasures, '', ...verbs),
  };
};
