import { webhookEvents } from '../../core/event-names.ts';
import { requestPromotions } from '../jobs/job-grants.ts';
import { bucketGrants, eraseOwners, removeUploads } from '../shared/bucket-grants.ts';
import { type Grant, publishEvents, publishOrderEvents, readSettings } from '../shared/grants.ts';
import { tableGrants } from '../shared/table-grants.ts';
import { recordActs } from './recorded-acts.ts';
import type { OperatorsRoute, OperatorsStage, RouteGrants } from './route-stage.ts';

/** Grants to list the orders of all owners. */
export const listOrders = ({ data }: Pick<OperatorsStage, 'data'>): Grant[] => {
  const tables = tableGrants(data);
  return [
    readSettings('reconcileAfterMinutes'),
    tables.ordersOfOwners,
    tables.attention,
    tables.heldPayments,
    tables.orders('BatchGetItem'),
  ];
};

/** Grants of operators' routes, each of which records an act if it is one. */
export const operatorsGrants = (stage: OperatorsStage): RouteGrants<OperatorsRoute> =>
  recordActs(stage.data, { ...operatorRoutes(stage), ...batchRoutes(stage) });

const operatorRoutes = (stage: OperatorsStage) => {
  const { data, bus, migrations, deadLetters, watch } = stage;
  const tables = tableGrants(data);
  const repair = [tables.orders('Query', 'PutItem'), tables.uploads('BatchGetItem')];
  const promote = [tables.uploads('GetItem'), requestPromotions(bus)];
  const cleanUp = [
    readSettings('sweepHours', 'temporaryDays'),
    removeUploads(data),
    tables.expiringUploads,
  ];
  const compensate = [
    ...repair,
    readSettings('categories', 'reconcileAfterMinutes'),
    bucketGrants(data).removeCopies,
    ...Object.values(migrations),
  ];
  return {
    promoteUpload: promote,
    olderPromote: promote,
    handOverUploads: [tables.uploads('GetItem', 'PutItem'), tables.jobs('BatchGetItem')],
    eraseOwner: [eraseOwners(data)],
    holdUpload: [tables.uploads('GetItem', 'PutItem')],
    releaseUpload: [tables.uploads('GetItem', 'PutItem')],
    overruleScan: [
      readSettings('categories'),
      tables.uploads('GetItem', 'PutItem'),
      bucketGrants(data).revealFiles,
    ],
    listHolds: [tables.uploads('BatchGetItem'), tables.expiringUploads],
    listSessions: [tables.sessions('GetItem'), tables.sessionsOfClaimers],
    ownerErasure: [tables.erasures('GetItem')],
    cleanUp,
    olderCleanUp: cleanUp,
    countAttention: listOrders(stage),
    readMetrics: [watch.metrics],
    listAlarms: [watch.alarms],
    batchFailures: [tables.batches('BatchGetItem', 'Query')],
    listDeadLetters: [deadLetters.count],
    readDeadLetters: [deadLetters.handle],
    redriveDeadLetters: [deadLetters.handle],
    dropDeadLetters: [deadLetters.handle],
    ownerQuota: [readSettings('quotas'), tables.quotaCounters],
    listErasures: tables.erasureList,
    listWebhookEndpoints: [readSettings('webhookEndpoints')],
    listWebhookDeliveries: [
      readSettings('webhookEndpoints'),
      tables.deliveries('BatchGetItem'),
      ...tables.deliveryLists,
    ],
    getWebhookDelivery: [tables.deliveries('GetItem')],
    sendWebhookAgain: [
      readSettings('webhookEndpoints'),
      tables.deliveries('GetItem'),
      publishEvents(bus, webhookEvents.source, webhookEvents.deliveryRequested),
    ],
    listAudit: [readSettings('auditDays'), ...tables.auditLists],
    listLinks: [tables.linksOfMakers, tables.links('BatchGetItem')],
    search: [
      tables.orders('BatchGetItem', 'GetItem', 'Query'),
      tables.ordersOfOwners,
      tables.uploads('BatchGetItem', 'GetItem'),
      tables.uploadsOfOwners,
      tables.uploadsByLegacyPath,
      tables.batches('BatchGetItem'),
      tables.jobs('GetItem'),
      tables.links('GetItem'),
    ],
    getStats: [tables.stats('Query')],
    olderStats: [tables.stats('Query')],
    retryOrder: [...repair, migrations.start],
    compensateOrder: compensate,
    reconcileOrders: [
      ...compensate,
      readSettings('refunds'),
      tables.attention,
      tables.orders('BatchGetItem'),
      publishOrderEvents(bus),
    ],
    lookForOrphans: [
      tables.uploads('BatchGetItem', 'Scan'),
      tables.orders('Query'),
      tables.batches('BatchGetItem'),
      bucketGrants(data).removeCopies,
    ],
  };
};

const batchRoutes = ({ data, bulk }: OperatorsStage) => {
  const tables = tableGrants(data);
  const batch = [
    readSettings('bulkSources', 'categories'),
    tables.batches('BatchGetItem', 'PutItem', 'Query'),
    tables.batchesByCreation,
    tables.answerOnce,
    bucketGrants(data).nameFiles,
    bulk,
  ];
  return {
    createBatch: batch,
    listBatches: batch,
    getBatch: batch,
    listBatchFiles: batch,
    startBatch: batch,
    pauseBatch: batch,
    resumeBatch: batch,
    cancelBatch: batch,
    verifyBatch: batch,
    rollbackBatch: batch,
    olderCreateBatch: [...batch, tables.uploads('BatchGetItem')],
    olderListBatches: batch,
    olderProcess: batch,
    olderProgress: batch,
    olderBatchFiles: batch,
    olderVerify: batch,
    olderRollback: batch,
  };
};
