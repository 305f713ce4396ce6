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

const leadingKeys = (pattern: string) => ({
  'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [pattern] },
});

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
  const on = (
    name: EnvName,
    table: { tableName: string; tableArn: string },
    path: string,
    ...verbs: string[]
  ): Grant => ({
    env: { [name]: table.tableName },
    allow: [
      allow(
        verbs.map((verb) => `dynamodb:${verb}`),
        `${table.tableArn}${path}`,
      ),
    ],
  });
  return {
    uploads: (...verbs: string[]) => on('UPLOADS_TABLE', uploads, '', ...verbs),
    orders: (...verbs: string[]) => on('ORDERS_TABLE', orders, '', ...verbs),
    attention: on('ORDERS_TABLE', orders, `/index/${attentionIndex.name}`, 'Query'),
    heldPayments: on('ORDERS_TABLE', orders, `/index/${heldPaymentsIndex.name}`, 'Query'),
    sessions: (...verbs: string[]) => on('SESSIONS_TABLE', sessions, '', ...verbs),
    links: (...verbs: string[]) => on('LINKS_TABLE', links, '', ...verbs),
    batches: (...verbs: string[]) => on('BATCHES_TABLE', batches, '', ...verbs),
    batchesByCreation: on('BATCHES_TABLE', batches, `/index/${batchesIndex.name}`, 'Query'),
    linksOfMakers: on('LINKS_TABLE', links, `/index/${linkMakerIndex.name}`, 'Query'),
    linksOfOrders: on('LINKS_TABLE', links, `/index/${orderLinksIndex.name}`, 'Query'),
    expiringUploads: on('UPLOADS_TABLE', uploads, `/index/${uploadIndexes.expiry.name}`, 'Query'),
    uploadsByStatus: on('UPLOADS_TABLE', uploads, `/index/${uploadIndexes.status.name}`, 'Query'),
    uploadsOfOwners: on('UPLOADS_TABLE', uploads, `/index/${uploadIndexes.owner.name}`, 'Query'),
    uploadsByLegacyPath: on(
      'UPLOADS_TABLE',
      uploads,
      `/index/${uploadIndexes.legacyPath.name}`,
      'Query',
    ),
    uploadLists: Object.values(uploadIndexes).map(({ name }) =>
      on('UPLOADS_TABLE', uploads, `/index/${name}`, 'Query'),
    ),
    ordersOfOwners: on('ORDERS_TABLE', orders, `/index/${orderOwnerIndex.name}`, 'Query'),
    jobsOfOwners: on('JOBS_TABLE', jobs, `/index/${jobOwnerIndex.name}`, 'Query'),
    jobsByStatus: on('JOBS_TABLE', jobs, `/index/${jobStatusIndex.name}`, 'Query'),
    jobAttention: on('JOBS_TABLE', jobs, `/index/${attentionIndex.name}`, 'Query'),
    claimedSessions: on('SESSIONS_TABLE', sessions, `/index/${claimedIndex.name}`, 'Query'),
    sessionsOfClaimers: on('SESSIONS_TABLE', sessions, `/index/${claimerIndex.name}`, 'Query'),
    jobs: (...verbs: string[]) => on('JOBS_TABLE', jobs, '', ...verbs),
    stats: (...verbs: string[]) => on('STATS_TABLE', stats, '', ...verbs),
    quotas: on('QUOTAS_TABLE', quotas, '', 'UpdateItem'),
    quotaCounters: on('QUOTAS_TABLE', quotas, '', 'GetItem'),
    // The counters in the same table are out of its reach.
    answerOnce: {
      env: { QUOTAS_TABLE: quotas.tableName },
      allow: [
        {
          ...allow(['dynamodb:PutItem'], quotas.tableArn),
          conditions: leadingKeys(`${idempotencyPrefix}*`),
        },
      ],
    },
    toldNews: {
      env: { QUOTAS_TABLE: quotas.tableName },
      allow: [
        {
          ...allow(['dynamodb:GetItem', 'dynamodb:PutItem'], quotas.tableArn),
          conditions: leadingKeys(`${webhookPrefix}*`),
        },
      ],
    },
    integrityRuns: {
      env: { STATS_TABLE: stats.tableName },
      allow: [
        {
          ...allow(['dynamodb:PutItem', 'dynamodb:Query'], stats.tableArn),
          conditions: leadingKeys(integrityScope),
        },
      ],
    },
    deliveries: (...verbs: string[]) => on('DELIVERIES_TABLE', deliveries, '', ...verbs),
    deliveriesOfRecords: on(
      'DELIVERIES_TABLE',
      deliveries,
      `/index/${deliveryIndexes.subject.name}`,
      'Query',
    ),
    deliveryLists: Object.values(deliveryIndexes).map(({ name }) =>
      on('DELIVERIES_TABLE', deliveries, `/index/${name}`, 'Query'),
    ),
    auditLists: [
      on('AUDIT_TABLE', audit, '', 'BatchGetItem'),
      ...Object.values(auditIndexes).map(({ name }) =>
        on('AUDIT_TABLE', audit, `/index/${name}`, 'Query'),
      ),
    ],
    audit: (...verbs: string[]) => on('AUDIT_TABLE', audit, '', ...verbs),
    erasureList: [
      on('ERASURES_TABLE', erasures, '', 'BatchGetItem'),
      on('ERASURES_TABLE', erasures, `/index/${erasuresIndex.name}`, 'Query'),
    ],
    openErasures: on('ERASURES_TABLE', erasures, `/index/${erasuresIndex.name}`, 'Query'),
    erasures: (...verbs: string[]) => on('ERASURES_TABLE', erasures, '', ...verbs),
  };
};
